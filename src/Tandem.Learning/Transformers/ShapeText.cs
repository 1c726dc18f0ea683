using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

/// <summary>Shapes in error messages.</summary>
internal static class ShapeText
{
    public static string Of(Tensor tensor) => Of(tensor.shape);

    public static string Of(ReadOnlySpan<long> shape) => $"[{string.Join(", ", shape.ToArray())}]";
}
