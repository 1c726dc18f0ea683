using System.Collections.Immutable;
using System.ComponentModel;

namespace Tandem.Learning.Reinforcement;

/// <summary>Whether policy and value see the world through the same layers.</summary>
public enum NetworkSharing
{
    /// <summary>Each has layers of its own.</summary>
    Separate,

    /// <summary>Both stand on the same hidden layers.</summary>
    Shared,
}

/// <summary>What the first weights of a network are drawn from.</summary>
public enum NetworkInitialization
{
    /// <summary>Orthogonal matrices with gain √2 below hidden layers, 1 below the value, and a given one below the policy; no biases.</summary>
    Orthogonal,

    /// <summary>PyTorch's distribution of a linear layer, U(−1/√inputs, 1/√inputs).</summary>
    Uniform,
}

/// <summary>The perceptrons that give a policy and a value.</summary>
public sealed record ActorCriticOptions
{
    /// <summary>The width of each hidden layer.</summary>
    [Description("Width of each hidden layer; none makes a linear policy [each 1 to 65536; units]")]
    public ImmutableArray<int> Hidden
    {
        get;
        init
        {
            foreach (var width in value)
            {
                if (width is < 1 or > PerceptronShape.MaximumWidth)
                {
                    throw new ArgumentException($"a hidden layer of {width} units is out of range: give 1 to {PerceptronShape.MaximumWidth}");
                }
            }

            field = value;
        }
    }
    = [64, 64];

    /// <summary>What follows each hidden layer.</summary>
    [Description("What follows each hidden layer")]
    public Activation Activation { get; init; } = Activation.Tanh;

    /// <summary>Whether policy and value share their hidden layers.</summary>
    [Description("Whether policy and value share their hidden layers")]
    public NetworkSharing Sharing { get; init; } = NetworkSharing.Separate;

    /// <summary>What the first weights are drawn from.</summary>
    [Description("What the first weights are drawn from")]
    public NetworkInitialization Initialization { get; init; } = NetworkInitialization.Orthogonal;

    /// <summary>The gain of orthogonal weights below the policy's outputs: small begins nearly uniform.</summary>
    [Description("Gain of orthogonal weights below the policy's outputs; small begins nearly uniform [above 0, at most 10]")]
    public double PolicyGain
    {
        get;
        init => field = value is > 0 and <= 10 ? value
            : throw new ArgumentException($"policy gain {value} is out of range: give a number above 0 and at most 10");
    }
    = 0.01;

    /// <summary>log σ that a Gaussian policy begins with.</summary>
    [Description("Logarithm of the deviation that a Gaussian policy begins with [-20 to 2]")]
    public double InitialLogDeviation
    {
        get;
        init => field = value is >= -20 and <= 2 ? value
            : throw new ArgumentException($"initial log deviation {value} is out of range: give -20 to 2");
    }

    /// <summary>Equal widths and settings.</summary>
    public bool Equals(ActorCriticOptions? other) => other is not null
        && (Activation, Sharing, Initialization, PolicyGain, InitialLogDeviation)
            == (other.Activation, other.Sharing, other.Initialization, other.PolicyGain, other.InitialLogDeviation)
        && Hidden.AsSpan().SequenceEqual(other.Hidden.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Activation, Sharing, Initialization, Hidden.Length);
}
