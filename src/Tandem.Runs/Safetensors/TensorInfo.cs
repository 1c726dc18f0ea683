using System.Collections.Immutable;

namespace Tandem.Runs.Safetensors;

/// <summary>What a safetensors header says of one tensor.</summary>
/// <param name="Name">Unique within the file; by convention a module's parameter name.</param>
/// <param name="Dtype">Element type.</param>
/// <param name="Shape">Lengths of the axes, outermost first; empty for a scalar. Elements lie in row-major order.</param>
public sealed record TensorInfo(string Name, SafetensorsDtype Dtype, ImmutableArray<long> Shape)
{
    /// <summary>Number of elements: the product of <see cref="Shape"/>, 1 for a scalar.</summary>
    public long Count { get; } = Shape.Aggregate(1L, (product, length) => checked(product * length));

    /// <summary>Whether name, element type and every length are the same.</summary>
    public bool Equals(TensorInfo? other) =>
        other is not null && Name == other.Name && Dtype == other.Dtype && Shape.AsSpan().SequenceEqual(other.Shape.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Dtype, Count);

    /// <summary>Name, element type and shape, such as <c>encoder.weight F32 [96, 32]</c>.</summary>
    public override string ToString() => $"{Name} {Dtype.HeaderName} {ShapeText(Shape.AsSpan())}";

    internal static string ShapeText(ReadOnlySpan<long> shape) => $"[{string.Join(", ", shape.ToArray())}]";
}
