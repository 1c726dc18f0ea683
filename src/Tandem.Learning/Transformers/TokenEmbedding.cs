using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

// Legend: B batch, L length, D model width, V vocabulary.

/// <summary>
/// Token ids to vectors: a row of the table times √D (Vaswani et al. 2017, section 3.4), a position added, dropout.
/// </summary>
public sealed class TokenEmbedding : nn.Module
{
    private readonly TransformerOptions options;
    private readonly int vocabulary;

    [ComponentName(Name = "table")]
    private readonly Embedding table;

    [ComponentName(Name = "positions")]
    private readonly PositionEmbedding positions;

    /// <summary>An embedding with its first weights: normal with deviation 1/√D, so that scaled rows have unit variance.</summary>
    /// <param name="vocabulary">V.</param>
    /// <param name="options">Width, positions and dropout.</param>
    /// <param name="random">What first weights are drawn from; null: libtorch's global stream.</param>
    /// <exception cref="ArgumentException">An empty vocabulary.</exception>
    public TokenEmbedding(int vocabulary, TransformerOptions options, Generator? random = null)
        : base(nameof(TokenEmbedding))
    {
        if (vocabulary < 1)
            throw new ArgumentException($"a vocabulary of {vocabulary} tokens is too small: give 1 or more");
        (this.vocabulary, this.options) = (vocabulary, options);
        table = Initialization.Table(vocabulary, options.Width, 1 / Math.Sqrt(options.Width), random);
        positions = new PositionEmbedding(options, random);
        RegisterComponents();
    }

    /// <summary>V.</summary>
    public int Vocabulary => vocabulary;

    /// <summary>[V, D], unscaled.</summary>
    internal Parameter Table => table.weight!;

    /// <summary>Embeds tokens at positions first, first + 1, ….</summary>
    /// <param name="tokens">[B, L] int64 ids below V.</param>
    /// <param name="first">The position of the first token: how many came before.</param>
    /// <returns>[B, L, D].</returns>
    /// <exception cref="ArgumentException">Another format or shape, an empty batch, or more tokens than learned positions.</exception>
    public Tensor Forward(Tensor tokens, long first = 0)
    {
        StackInput.RequireIds(tokens);
        var embedded = positions.Forward(table.call(tokens) * Scalars.Of(Math.Sqrt(options.Width)), first);
        return Dropout.Apply(embedded, options.Dropout, training);
    }
}
