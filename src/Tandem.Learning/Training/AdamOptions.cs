using System.ComponentModel;

namespace Tandem.Learning.Training;

/// <summary>How weights are drawn towards zero.</summary>
public enum WeightDecayForm
{
    /// <summary>Apart from the gradient, in proportion to the learning rate: AdamW, Loshchilov and Hutter (2019), algorithm 2.</summary>
    Decoupled,

    /// <summary>As part of the gradient: Adam with an L2 penalty.</summary>
    Gradient,
}

/// <summary>The constants of Adam and AdamW; the defaults are those of Kingma and Ba (2015), and no decay.</summary>
public sealed record AdamOptions
{
    /// <summary>β₁: how long the mean of the gradient is remembered.</summary>
    [Description("How long the mean of the gradient is remembered, beta 1 [0 to below 1]")]
    public double MeanMemory { get; init => field = Share(value, "mean memory"); } = 0.9;

    /// <summary>β₂: how long the mean of its square is remembered.</summary>
    [Description("How long the mean of the gradient's square is remembered, beta 2 [0 to below 1]")]
    public double SquareMemory { get; init => field = Share(value, "square memory"); } = 0.999;

    /// <summary>ε: keeps the division finite.</summary>
    [Description("Keeps Adam's division finite, epsilon [above 0, at most 1]")]
    public double Epsilon
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentException($"epsilon {value} is out of range: give a number above 0 and at most 1");
    }
    = 1e-8;

    /// <summary>How strongly matrices are drawn towards zero; norms, biases and embeddings never are.</summary>
    [Description("How strongly matrices are drawn towards zero; norms, biases and embeddings never are [0 to 10]")]
    public double WeightDecay
    {
        get;
        init => field = value is >= 0 and <= 10 ? value
            : throw new ArgumentException($"weight decay {value} is out of range: give 0 to 10");
    }

    /// <summary>How weights are drawn towards zero.</summary>
    [Description("Whether the decay is apart from the gradient (AdamW) or part of it (L2)")]
    public WeightDecayForm Decay { get; init; } = WeightDecayForm.Decoupled;

    private static double Share(double value, string what) => value is >= 0 and < 1 ? value
        : throw new ArgumentException($"{what} {value} is out of range: give 0 to below 1");
}
