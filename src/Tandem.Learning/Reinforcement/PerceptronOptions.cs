using System.Collections.Immutable;
using System.ComponentModel;

namespace Tandem.Learning.Reinforcement;

/// <summary>The perceptron between observations and outputs.</summary>
public sealed record PerceptronOptions
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
    = [16, 16];

    /// <summary>What follows each hidden layer.</summary>
    [Description("What follows each hidden layer")]
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>Equal widths and activation.</summary>
    public bool Equals(PerceptronOptions? other) =>
        other is not null && Activation == other.Activation && Hidden.AsSpan().SequenceEqual(other.Hidden.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Activation, Hidden.Length);
}
