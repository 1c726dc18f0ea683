using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

// Legend: N tokens, D model width, V vocabulary, C tokens of a chunk.

/// <summary>
/// Label-smoothed cross-entropy of an output product, both at once and a chunk of tokens at a time: the N × V logits, which
/// for a small model are most of a training step's memory traffic, never leave the cache. Loss, gradient of the logits and
/// the gradients of both factors come from one pass; the numbers are those of <see cref="LabelSmoothedCrossEntropy"/> over
/// logits in the format of products.
/// </summary>
internal static class OutputLoss
{
    /// <summary>Logits of so many tokens at a time: a few MB for a vocabulary of ten thousand.</summary>
    private const int ChunkElements = 1 << 21;

    /// <summary>The last chunk has a multiple of so many rows.</summary>
    private const int RowStep = 64;

    /// <summary>Whether it can be computed here: on a processor, in bfloat16 or float32.</summary>
    public static bool Fits(Tensor hidden, ScalarType format) =>
        hidden.device_type == DeviceType.CPU && format is ScalarType.BFloat16 or ScalarType.Float32;

    /// <summary>The loss summed over all targets.</summary>
    /// <param name="hidden">[N, D] what the last layer gave.</param>
    /// <param name="table">[V, D] the output's matrix.</param>
    /// <param name="bias">[V], or null for none.</param>
    /// <param name="targets">The N target ids, none of them padding.</param>
    /// <param name="smoothing">ε.</param>
    /// <param name="format">The number format of products.</param>
    /// <returns>
    /// A float32 scalar whose value is the loss, and which is linear in hidden, table and bias with the loss's gradients as
    /// factors: scaled and differentiated like any loss, once.
    /// </returns>
    public static Tensor Sum(Tensor hidden, Tensor table, Tensor? bias, ReadOnlySpan<int> targets, double smoothing, ScalarType format)
    {
        using var scope = NewDisposeScope();
        if (!is_grad_enabled())
            return full(Array.Empty<long>(), Value(hidden, table, bias, targets, smoothing, format), ScalarType.Float32).MoveToOuterDisposeScope();
        var (value, hiddenGradient, tableGradient, biasGradient) = Differentiate(hidden, table, bias, targets, smoothing, format);
        var linear = (hidden.to(ScalarType.Float32) * hiddenGradient).sum() + (table * tableGradient).sum();
        if (bias is not null)
            linear += (bias * biasGradient!).sum();
        return (linear - linear.detach() + Scalars.Of(value)).MoveToOuterDisposeScope();
    }

    private static (double Value, Tensor Hidden, Tensor Table, Tensor? Bias) Differentiate(
        Tensor hidden, Tensor table, Tensor? bias, ReadOnlySpan<int> targets, double smoothing, ScalarType format)
    {
        using var noGradient = no_grad();
        var (rows, weight, offset) = (hidden.detach().to(format), table.detach().to(format), bias?.detach().to(format));
        var hiddenGradient = empty(hidden.shape, ScalarType.Float32);
        var tableGradient = zeros(table.shape, ScalarType.Float32);
        var biasGradient = bias is null ? null : zeros(bias.shape, ScalarType.Float32);
        var value = 0.0;
        var size = ChunkSize(table);
        for (var first = 0; first < targets.Length; first += size)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(size, targets.Length - first);
            var part = Padded(rows.narrow(0, first, count), size);                       // [C, D]
            var logits = nn.functional.linear(part, weight, offset);                     // [C, V], becomes its own gradient
            value += Differentiate(logits, targets.Slice(first, count), smoothing);
            if (logits.shape[0] > count)
                _ = logits.narrow(0, count, logits.shape[0] - count).zero_();
            hiddenGradient.narrow(0, first, count).copy_(matmul(logits, weight).narrow(0, 0, count));
            tableGradient.add_(matmul(logits.t(), part));
            biasGradient?.add_(logits.sum(0, type: ScalarType.Float32));
        }

        return (value, hiddenGradient, tableGradient, biasGradient);
    }

    private static double Value(Tensor hidden, Tensor table, Tensor? bias, ReadOnlySpan<int> targets, double smoothing, ScalarType format)
    {
        var (rows, weight, offset) = (hidden.to(format), table.to(format), bias?.to(format));
        var value = 0.0;
        var size = ChunkSize(table);
        for (var first = 0; first < targets.Length; first += size)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(size, targets.Length - first);
            value += Differentiate(nn.functional.linear(rows.narrow(0, first, count), weight, offset), targets.Slice(first, count), smoothing);
        }

        return value;
    }

    /// <summary>The last chunk with zeros behind it: so the kernels that are compiled for each number of rows stay few.</summary>
    private static Tensor Padded(Tensor part, int size)
    {
        var rows = Math.Min(size, (part.shape[0] + RowStep - 1) / RowStep * RowStep);
        return rows == part.shape[0] ? part : nn.functional.pad(part, [0, 0, 0, rows - part.shape[0]]);
    }

    private static int ChunkSize(Tensor table) => (int)Math.Max(16, ChunkElements / table.shape[0] / 16 * 16);

    private static double Differentiate(Tensor logits, ReadOnlySpan<int> targets, double smoothing)
    {
        var vocabulary = (int)logits.shape[1];
        var row = new SmoothedSoftmax(vocabulary, smoothing);
        var sum = 0.0;
        if (logits.dtype == ScalarType.Float32)
        {
            var values = MemoryMarshal.Cast<byte, float>(logits.bytes);
            for (var i = 0; i < targets.Length; i++)
                sum += row.Differentiate(values.Slice(i * vocabulary, vocabulary), targets[i]);
        }
        else
        {
            var values = MemoryMarshal.Cast<byte, ushort>(logits.bytes);
            for (var i = 0; i < targets.Length; i++)
                sum += row.Differentiate(values.Slice(i * vocabulary, vocabulary), targets[i]);
        }

        return sum;
    }
}
