using BenchmarkDotNet.Attributes;
using TorchSharp;

namespace Tandem.Benchmarks;

/// <summary>What one call into libtorch costs beside its arithmetic: the reason small networks run in plain .NET.</summary>
public class TensorCallBenchmarks : IDisposable
{
    private readonly torch.Tensor tensor = torch.ones(1);

    [Benchmark]
    public float AddOneNumber()
    {
        using var sum = tensor + tensor;
        return sum.item<float>();
    }

    public void Dispose()
    {
        tensor.Dispose();
        GC.SuppressFinalize(this);
    }
}
