using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Tandem.Inference.Transformers;

/// <summary>
/// Numbers of three bytes: a float32 whose lowest byte repeats the one above it, so that a byte shuffle brings sixteen of them
/// back. They keep 16 binary digits: within 2⁻¹⁶ of what they stand for. A quarter less to read decides where a model's weights
/// are a little larger than what a core keeps near it.
/// </summary>
internal static class ShortFloat
{
    /// <summary>How many bytes sixteen take.</summary>
    public const int VectorBytes = 48;

    /// <summary>How many bytes are read for sixteen.</summary>
    public const int ReadBytes = 64;

    /// <summary>Whether this processor shuffles bytes across a whole vector.</summary>
    public static bool IsSupported => Avx512Vbmi.IsSupported;

    /// <summary>The nearest number that three bytes hold.</summary>
    public static float Round(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        var below = Repeat(bits >> 8) > bits ? Repeat((bits >> 8) - 1) : Repeat(bits >> 8);
        var above = Repeat((below >> 8) + 1);
        var nearest = bits - below <= above - bits ? below : above;
        return float.IsFinite(value) && bits << 1 != 0 ? BitConverter.UInt32BitsToSingle(nearest) : value;
    }

    /// <summary>Writes a rounded number into three bytes.</summary>
    public static void Write(float rounded, Span<byte> bytes)
    {
        var bits = BitConverter.SingleToUInt32Bits(rounded);
        (bytes[0], bytes[1], bytes[2]) = ((byte)(bits >> 8), (byte)(bits >> 16), (byte)(bits >> 24));
    }

    /// <summary>Sixteen numbers; 64 bytes can be read there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Read(ref byte bytes) => Avx512Vbmi.PermuteVar64x8(
        Vector512.LoadUnsafe(ref bytes),
        Vector512.Create(
            (byte)0, 0, 1, 2, 3, 3, 4, 5, 6, 6, 7, 8, 9, 9, 10, 11,
            12, 12, 13, 14, 15, 15, 16, 17, 18, 18, 19, 20, 21, 21, 22, 23,
            24, 24, 25, 26, 27, 27, 28, 29, 30, 30, 31, 32, 33, 33, 34, 35,
            36, 36, 37, 38, 39, 39, 40, 41, 42, 42, 43, 44, 45, 45, 46, 47)).AsSingle();

    private static uint Repeat(uint high) => (high << 8) | (high & 0xFF);
}
