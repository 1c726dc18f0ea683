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

    /// <summary>A table of embeddings, normal around zero.</summary>
    public static Embedding Table(long rows, long width, double deviation, Generator? random)
    {
        using var noGradient = no_grad();
        var table = nn.Embedding(rows, width);
        table.weight!.normal_(0, deviation, random!);
        return table;
    }

    /// <summary>Zeros, for biases.</summary>
    public static Parameter Zeros(long length) => new(zeros(length));
}
