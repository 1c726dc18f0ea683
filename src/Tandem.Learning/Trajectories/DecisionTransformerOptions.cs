using System.ComponentModel;
using System.Text.Json.Serialization;
using Tandem.Learning.Transformers;

namespace Tandem.Learning.Trajectories;

/// <summary>How a sequence model over rides knows the order of steps.</summary>
public enum StepPositions
{
    /// <summary>
    /// By the distance of tokens: queries and keys are turned by an angle that grows along the ride (Su et al. 2021). It has no
    /// end, and steps beyond the longest ride in the data look like any others.
    /// </summary>
    Rotary,

    /// <summary>By a learned vector for each timestep (Chen et al. 2021). Beyond the table's end all look like the last.</summary>
    Timesteps,
}

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

    /// <summary>
    /// W: how many steps, its own included, a token attends to in each layer, so that L layers look back over L (W − 1) + 1.
    /// Null: as many as make this the context, about: 7 for 3 layers and 20 steps. An action then depends on no more steps
    /// than a window of training holds, and acting may keep earlier tokens' keys and values from step to step: the numbers
    /// are those of the whole window. 0: no band, as in the paper; acting then computes the window anew at each step.
    /// </summary>
    [Description("Steps that each layer looks back over, the present one included; null: as many as make the context in all layers together; 0: all of the context in each, as in the paper, and slower to act [0 to 10000, or null; steps]")]
    public int? Band
    {
        get;
        init => field = value is null or (>= 0 and <= 10_000) ? value
            : throw new ArgumentException($"a band of {value} steps is out of range: give 0 to 10000, or null to follow from the context");
    }

    /// <summary>How the model knows the order of steps.</summary>
    [Description("How the model knows the order of steps: by the distance of tokens, for rides of any length, or by a table of timesteps, as in the paper, whose last serves all later ones")]
    public StepPositions Positions { get; init; } = StepPositions.Rotary;

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
    /// critic judges, the unit of its advantages.
    /// </summary>
    [Description("What return tokens are divided by; null: chosen so that neighbouring returns, or a critic's advantages, stay apart [above 0, or null]")]
    public double? ReturnScale
    {
        get;
        init => field = value is null || (value > 0 && double.IsFinite(value.Value)) ? value
            : throw new ArgumentException($"return scale {value} is out of range: give a number above 0, or null to choose it from the data");
    }

    /// <summary>W with the default filled in; 0: no band.</summary>
    [JsonIgnore]
    public int BandSteps => Band ?? (Context == 1 ? 1 : Math.Max(2, 1 + ((Context - 1) / Layers)));

    /// <summary>How many steps an action may depend on: L (W − 1) + 1, or K without a band.</summary>
    [JsonIgnore]
    public int Reach => BandSteps == 0 ? Context : (Layers * (BandSteps - 1)) + 1;

    /// <summary>How many steps a window of training holds: K, but no fewer than an action may depend on.</summary>
    [JsonIgnore]
    public int Window => Math.Max(Context, Reach);

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
        Positions = Positions == StepPositions.Rotary ? PositionForm.Rotary : PositionForm.None,
    };
}
