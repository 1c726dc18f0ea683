using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

/// <summary>
/// Sets numbers to zero with probability p and divides the others by 1 − p: Srivastava et al. (2014), inverted. On a
/// processor libtorch's own takes 6 ns for each number, a quarter of a training step; this takes a twentieth of that. Each
/// call draws one seed from the training's <see cref="DropoutStream"/>.
/// </summary>
internal static class Dropout
{
    private const int Levels = 1 << 16;

    /// <param name="x">Any shape.</param>
    /// <param name="share">p, held to 1/65536.</param>
    /// <param name="training">Whether to drop anything.</param>
    /// <returns>In the format of x.</returns>
    public static Tensor Apply(Tensor x, double share, bool training)
    {
        var threshold = (int)Math.Round(share * Levels);
        if (!training || threshold == 0)
            return x;
        if (x.device_type != DeviceType.CPU || x.dtype is not (ScalarType.Float32 or ScalarType.BFloat16) || threshold == Levels)
            return nn.functional.dropout(x, share, training: true);
        return x * Mask(x.shape, x.dtype, (ushort)threshold, DropoutStream.NextSeed());
    }

    /// <summary>Zeros with probability threshold / 65536; what keeps the mean elsewhere.</summary>
    /// <param name="shape">Of the mask.</param>
    /// <param name="format">float32 or bfloat16.</param>
    /// <param name="threshold">1 to 65535.</param>
    /// <param name="seed">The same seed gives the same mask.</param>
    internal static Tensor Mask(long[] shape, ScalarType format, ushort threshold, ulong seed)
    {
        var mask = empty(shape, format);
        var kept = (float)(Levels / (double)(Levels - threshold));
        if (format == ScalarType.Float32)
            Fill(MemoryMarshal.Cast<byte, float>(mask.bytes), threshold, kept, seed);
        else
            Fill(MemoryMarshal.Cast<byte, ushort>(mask.bytes), threshold, BFloat16Bits(kept), seed);
        return mask;
    }

    private static void Fill(Span<float> mask, ushort threshold, float kept, ulong seed)
    {
        var plan = new DropoutPlan(threshold, seed);
        var random = plan.Stream(0);
        var i = 0;
        for (; i <= mask.Length - Vector512<ushort>.Count; i += Vector512<ushort>.Count)
        {
            var (lower, upper) = plan.Next(ref random);
            lower.CopyTo(mask[i..]);
            upper.CopyTo(mask[(i + Vector512<float>.Count)..]);
        }
        for (var last = random.Next(); i < mask.Length; i++)
            mask[i] = last[i % Vector512<ushort>.Count] >= threshold ? kept : 0;
    }

    private static void Fill(Span<ushort> mask, ushort threshold, ushort kept, ulong seed)
    {
        var random = new LaneRandom(seed);
        var (limit, scale) = (Vector512.Create(threshold), Vector512.Create(kept));
        var i = 0;
        for (; i <= mask.Length - Vector512<ushort>.Count; i += Vector512<ushort>.Count)
            (Vector512.GreaterThanOrEqual(random.Next(), limit) & scale).CopyTo(mask[i..]);
        for (var last = random.Next(); i < mask.Length; i++)
            mask[i] = last[i % Vector512<ushort>.Count] >= threshold ? kept : (ushort)0;
    }

    /// <summary>The upper half of a float32, rounded to nearest; ties, which no kept value meets, go up.</summary>
    private static ushort BFloat16Bits(float value) => (ushort)((BitConverter.SingleToUInt32Bits(value) + 0x8000) >> 16);
}
