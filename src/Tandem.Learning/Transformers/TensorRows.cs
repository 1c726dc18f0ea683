using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

/// <summary>The last axis of a tensor's memory as rows, for plain .NET: float32, or bfloat16 that is widened and rounded on the way.</summary>
/// <remarks>The tensor must be kept by whoever uses its rows.</remarks>
internal readonly unsafe struct TensorRows
{
    private const int VectorWidth = 16;

    private readonly byte* first;
    private readonly bool isBFloat16;

    /// <param name="tensor">Contiguous, on the processor, float32 or bfloat16.</param>
    public TensorRows(Tensor tensor)
    {
        first = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
        (isBFloat16, Width, Count) = (tensor.dtype == ScalarType.BFloat16, (int)tensor.shape[^1], tensor.numel() / Math.Max(1, tensor.shape[^1]));
    }

    /// <summary>Numbers of a row.</summary>
    public int Width { get; }

    /// <summary>How many rows there are.</summary>
    public long Count { get; }

    /// <summary>Whether plain .NET can work on it.</summary>
    public static bool Fit(Tensor tensor) =>
        tensor.device_type == DeviceType.CPU && tensor.dtype is ScalarType.Float32 or ScalarType.BFloat16 && tensor.is_contiguous()
        && tensor.numel() * tensor.element_size() <= int.MaxValue;

    /// <summary>The first numbers of a row as float32.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="target">Receives as many numbers as it holds.</param>
    public void Read(long row, Span<float> target)
    {
        var at = row * Width;
        if (isBFloat16)
            BFloat16Rows.Widen(new ReadOnlySpan<ushort>((ushort*)first + at, target.Length), target);
        else
            new ReadOnlySpan<float>((float*)first + at, target.Length).CopyTo(target);
    }

    /// <summary>Sets the first numbers of a row.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="source">The numbers, in whole vectors.</param>
    public void Write(long row, ReadOnlySpan<float> source)
    {
        var at = row * Width;
        if (isBFloat16)
            BFloat16Rows.Narrow(source, new Span<ushort>((ushort*)first + at, source.Length));
        else
            source.CopyTo(new Span<float>((float*)first + at, source.Length));
    }

    /// <summary>A part of each of several rows as float32.</summary>
    /// <param name="row">The first row's number.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="offset">Where the part begins in each.</param>
    /// <param name="width">Its numbers, whole vectors.</param>
    /// <param name="target">Receives count · width numbers.</param>
    public void Read(long row, int count, int offset, int width, float[] target)
    {
        ref var to = ref target[0];
        for (var i = 0; i < count; i++)
        {
            var at = ((row + i) * Width) + offset;
            for (var lane = 0; lane < width; lane += VectorWidth)
            {
                var values = isBFloat16
                    ? BFloat16Rows.Widen(Vector256.Load((ushort*)first + at + lane))
                    : Vector512.Load((float*)first + at + lane);
                values.StoreUnsafe(ref to, (nuint)((i * width) + lane));
            }
        }
    }

    /// <summary>Sets a part of each of several rows.</summary>
    /// <param name="row">The first row's number.</param>
    /// <param name="count">How many rows.</param>
    /// <param name="offset">Where the part begins in each.</param>
    /// <param name="width">Its numbers, whole vectors.</param>
    /// <param name="source">Their count · width numbers.</param>
    public void Write(long row, int count, int offset, int width, float[] source)
    {
        ref var from = ref source[0];
        for (var i = 0; i < count; i++)
        {
            var at = ((row + i) * Width) + offset;
            for (var lane = 0; lane < width; lane += VectorWidth)
            {
                var values = Vector512.LoadUnsafe(ref from, (nuint)((i * width) + lane));
                if (isBFloat16)
                    BFloat16Rows.Narrow(values).Store((ushort*)first + at + lane);
                else
                    values.Store((float*)first + at + lane);
            }
        }
    }
}
