using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

/// <summary>First weights. Each draws from the given generator, or from libtorch's global stream.</summary>
internal static class Initialization
{
    /// <summary>
    /// Uniform in ±√(6 / (inputs + outputs)): Glorot and Bengio (2010), equation 16; what PyTorch's Transformer takes for
    /// every matrix, the packed projection of queries, keys and values being one.
    /// </summary>
    public static Parameter Xavier(long outputs, long inputs, Generator? random)
    {
        var bound = Math.Sqrt(6.0 / (inputs + outputs));
        return new Parameter(empty(outputs, inputs).uniform_(-bound, bound, random!));
    }

    /// <summary>Normal around zero.</summary>
    public static Parameter Normal(long rows, long columns, double deviation, Generator? random) =>
        new(empty(rows, columns).normal_(0, deviation, random!));

    /// <summary>Zeros, for biases.</summary>
    public static Parameter Zeros(long length) => new(zeros(length));
}
