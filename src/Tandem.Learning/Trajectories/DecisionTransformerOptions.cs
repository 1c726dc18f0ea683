using System.ComponentModel;
using Tandem.Learning.Transformers;

namespace Tandem.Learning.Trajectories;

/// <summary>The shape of a <see cref="DecisionTransformer"/>; the defaults suit small worlds.</summary>
public sealed record DecisionTransformerOptions
{
    /// <summary>What remembers the steps: a Transformer, or an LSTM of as many layers to compare with.</summary>
    [Description("What remembers the steps: a Transformer, or an LSTM of as many layers to compare with")]
    public SequenceModel Sequence { get; init; } = SequenceModel.Transformer;

    /// <summary>
    /// K: how many steps, the present one included, the model looks back over. Few where an observation tells all, since a
    /// longer memory is then only more to learn by heart; 20 and more where it does not.
    /// </summary>
    [Description("Steps that the model looks back over, the present one included [1 to 10000; steps]")]
    public int Context
    {
        get;
        init => field = value is >= 1 and <= 10_000 ? value
            : throw new ArgumentException($"a context of {value} steps is out of range: give 1 to 10000");
    }
    = 3;

    /// <summary>D: the width of the model.</summary>
    [Description("Model width: numbers for each token between layers [1 to 65536; numbers]")]
    public int Width { get; init => field = new TransformerOptions { Width = value }.Width; } = 64;

    /// <summary>H: attention heads; they divide the width between them.</summary>
    [Description("Attention heads; they divide the model width between them [1 to 1024; heads]")]
    public int Heads { get; init => field = new TransformerOptions { Heads = value }.Heads; } = 2;

    /// <summary>Layers of the stack.</summary>
    [Description("Layers of the stack [1 to 1000; layers]")]
    public int Layers
    {
        get;
        init => field = value is >= 1 and <= 1_000 ? value
            : throw new ArgumentException($"{value} layers are out of range: give 1 to 1000");
    }
    = 2;

    /// <summary>The share of numbers that are set to zero while training; none by default: random rides are noise enough.</summary>
    [Description("Share of numbers set to zero while training [0 to below 1]")]
    public double Dropout { get; init => field = new TransformerOptions { Dropout = value }.Dropout; }

    /// <summary>How an action of several parts is chosen.</summary>
    [Description("How an action of several parts is chosen: one distribution over all combinations, or one for each part")]
    public ActionHeads ActionHeads { get; init; } = ActionHeads.Joint;

    /// <summary>
    /// What return tokens are divided by; null: chosen from the data, so that neighbouring returns stay apart, or, where a
    /// critic judges, the standard deviation of its advantages.
    /// </summary>
    [Description("What return tokens are divided by; null: chosen so that neighbouring returns, or a critic's advantages, stay apart [above 0, or null]")]
    public double? ReturnScale
    {
        get;
        init => field = value is null || (value > 0 && double.IsFinite(value.Value)) ? value
            : throw new ArgumentException($"return scale {value} is out of range: give a number above 0, or null to choose it from the data");
    }

    /// <summary>The stack's options: four times the width inside the feed-forward networks, ReLU as in the paper.</summary>
    internal TransformerOptions Stack() => new()
    {
        Width = Width,
        Heads = Heads,
        InnerWidth = 4 * Width,
        DecoderLayers = Layers,
        EncoderLayers = 0,
        Dropout = Dropout,
        FeedForward = FeedForwardForm.Relu,
        Positions = PositionForm.None,
    };
}
