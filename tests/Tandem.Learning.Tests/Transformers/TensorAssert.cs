using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Transformers;

internal static class TensorAssert
{
    /// <summary>Same shape, no element further off than the tolerance.</summary>
    public static void Close(Tensor expected, Tensor actual, double tolerance, string what = "tensor")
    {
        using var scope = NewDisposeScope();
        Assert.Equal(expected.shape, actual.shape);
        var difference = (expected.detach().to(ScalarType.Float64) - actual.detach().to(ScalarType.Float64)).abs().max().ToDouble();
        Assert.True(difference <= tolerance, $"{what}: the largest difference is {difference:G3}, allowed {tolerance:G3}");
    }

    public static void Zero(Tensor actual, string what = "tensor") =>
        Assert.True(actual.detach().abs().max().ToDouble() == 0, $"{what} is not all zeros");
}
