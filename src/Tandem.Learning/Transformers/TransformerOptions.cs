using System.ComponentModel;

namespace Tandem.Learning.Transformers;

/// <summary>The shape of a Transformer; the defaults are the base model of Vaswani et al. (2017), normalised before each part.</summary>
public sealed record TransformerOptions
{
    /// <summary>D: the width of embeddings and layers.</summary>
    [Description("Model width: numbers for each token between layers [1 to 65536; numbers]")]
    public int Width { get; init => field = InRange(value, 1, 65_536, "model width"); } = 512;

    /// <summary>H: attention heads; they divide the width between them.</summary>
    [Description("Attention heads; they divide the model width between them [1 to 1024; heads]")]
    public int Heads { get; init => field = InRange(value, 1, 1_024, "number of heads"); } = 8;

    /// <summary>The width of the feed-forward network's hidden layer.</summary>
    [Description("Width of the feed-forward network's hidden layer [1 to 1048576; numbers]")]
    public int InnerWidth { get; init => field = InRange(value, 1, 1_048_576, "inner width"); } = 2048;

    /// <summary>Layers of the encoder; none in a decoder-only model.</summary>
    [Description("Layers of the encoder; not used by decoder-only models [0 to 1000; layers]")]
    public int EncoderLayers { get; init => field = InRange(value, 0, 1_000, "number of encoder layers"); } = 6;

    /// <summary>Layers of the decoder; none in an encoder-only model.</summary>
    [Description("Layers of the decoder; not used by encoder-only models [0 to 1000; layers]")]
    public int DecoderLayers { get; init => field = InRange(value, 0, 1_000, "number of decoder layers"); } = 6;

    /// <summary>The share of embedded tokens' and of each part's numbers set to zero while training (Vaswani et al. 2017, section 5.4).</summary>
    [Description("Share of embedded tokens' and of each part's numbers set to zero while training [0 to below 1]")]
    public double Dropout { get; init => field = Share(value, "dropout"); } = 0.1;

    /// <summary>The share of attention's weights set to zero while training; null: as <see cref="Dropout"/>, like PyTorch's layers.</summary>
    [Description("Share of attention's weights set to zero while training; null: that of the parts [0 to below 1, or null]")]
    public double? AttentionDropout { get; init => field = value is { } share ? Share(share, "attention dropout") : null; }

    /// <summary>The share of the feed-forward network's hidden numbers set to zero while training; null: as <see cref="Dropout"/>, like PyTorch's layers.</summary>
    [Description("Share of the feed-forward network's hidden numbers set to zero while training; null: that of the parts [0 to below 1, or null]")]
    public double? InnerDropout { get; init => field = value is { } share ? Share(share, "inner dropout") : null; }

    /// <summary>Where layers normalise.</summary>
    [Description("Where layers normalise: before each part, or after each residual sum")]
    public NormPlacement Norm { get; init; } = NormPlacement.Before;

    /// <summary>The form of the feed-forward networks.</summary>
    [Description("Form of the feed-forward networks; the gated ones have a third matrix")]
    public FeedForwardForm FeedForward { get; init; } = FeedForwardForm.Relu;

    /// <summary>How the order of tokens is known.</summary>
    [Description("How the order of tokens is known")]
    public PositionForm Positions { get; init; } = PositionForm.Sinusoidal;

    /// <summary>How many positions are learned; sinusoidal and rotary positions have no end.</summary>
    [Description("Learned positions; the other forms have no end [1 to 1048576; tokens]")]
    public int MaximumLength { get; init => field = InRange(value, 1, 1_048_576, "maximum length"); } = 512;

    /// <summary>Which matrices of a token model are one.</summary>
    [Description("Which of source embedding, target embedding and output matrix are one; all needs one vocabulary")]
    public EmbeddingTying Tying { get; init; } = EmbeddingTying.None;

    /// <summary>D / H: the width of a head.</summary>
    internal int HeadWidth => Width / Heads;

    /// <summary>These options, or an error where two of them contradict each other.</summary>
    /// <exception cref="ArgumentException">The heads do not divide the width, or rotary positions meet an odd head width.</exception>
    public TransformerOptions Checked()
    {
        if (Width % Heads != 0)
            throw new ArgumentException($"model width {Width} is not divisible by {Heads} heads: give {Nearest(Width, Heads)}");
        if (Positions == PositionForm.Rotary && HeadWidth % 2 != 0)
            throw new ArgumentException($"rotary positions turn pairs of numbers, and {Heads} heads of model width {Width} hold {HeadWidth} each: give a width that is divisible by {2 * Heads}");
        return this;
    }

    private static string Nearest(int width, int heads)
    {
        var below = width / heads * heads;
        return below == 0 ? $"width {heads}, or fewer heads" : $"width {below} or {below + heads}, or other heads";
    }

    private static double Share(double value, string what) => value is >= 0 and < 1
        ? value
        : throw new ArgumentException($"{what} {value} is out of range: give 0 to below 1");

    private static int InRange(int value, int least, int most, string what) => value >= least && value <= most
        ? value
        : throw new ArgumentException($"{what} {value} is out of range: give {least} to {most}");
}
