using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Tandem.Learning.Transformers;

/// <summary>Between the bits of bfloat16, the upper half of a float32, and float32.</summary>
internal static class BFloat16Rows
{
    private const uint NotANumber = 0x7FC0;

    private static readonly int Lanes = Vector512<float>.Count;

    /// <summary>Each number exactly.</summary>
    /// <param name="source">The bits of bfloat16.</param>
    /// <param name="target">As many numbers, or more.</param>
    public static void Widen(ReadOnlySpan<ushort> source, Span<float> target)
    {
        var i = 0;
        for (; i <= source.Length - Lanes; i += Lanes)
            Widen(Vector256.Create(source[i..])).CopyTo(target[i..]);
        for (; i < source.Length; i++)
            target[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
    }

    /// <summary>Each number rounded to the nearest, ties to even.</summary>
    /// <param name="source">As many numbers as the target holds, to whole vectors.</param>
    /// <param name="target">Receives the bits of bfloat16.</param>
    public static void Narrow(ReadOnlySpan<float> source, Span<ushort> target)
    {
        var i = 0;
        for (; i <= target.Length - Lanes; i += Lanes)
            Narrow(Vector512.Create(source[i..])).CopyTo(target[i..]);
        if (i == target.Length)
            return;
        Span<ushort> last = stackalloc ushort[Lanes];
        Narrow(Vector512.Create(source[i..])).CopyTo(last);
        last[..(target.Length - i)].CopyTo(target[i..]);
    }

    /// <summary>Sixteen numbers exactly.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Widen(Vector256<ushort> bits)
    {
        var (lower, upper) = Vector256.Widen(bits);
        return (Vector512.Create(lower, upper) << 16).AsSingle();
    }

    /// <summary>Sixteen numbers rounded to the nearest, ties to even; what is no number stays none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<ushort> Narrow(Vector512<float> values)
    {
        var bits = values.AsUInt32();
        var nearest = (bits + Vector512.Create(0x7FFFu) + ((bits >>> 16) & Vector512<uint>.One)) >>> 16;
        var rounded = Vector512.ConditionalSelect(Vector512.IsNaN(values).AsUInt32(), Vector512.Create(NotANumber), nearest);
        return Avx512F.IsSupported ? Avx512F.ConvertToVector256UInt16(rounded) : Vector256.Narrow(rounded.GetLower(), rounded.GetUpper());
    }
}
