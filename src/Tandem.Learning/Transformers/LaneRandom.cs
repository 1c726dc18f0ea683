using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tandem.Learning.Transformers;

/// <summary>
/// Eight streams of xoshiro256++ side by side (Blackman and Vigna, 2021), seeded through SplitMix64: 64 random bytes in a
/// few instructions, for masks.
/// </summary>
internal struct LaneRandom
{
    private Vector512<ulong> s0, s1, s2, s3;

    public LaneRandom(ulong seed)
    {
        s0 = Seeds(ref seed);
        s1 = Seeds(ref seed);
        s2 = Seeds(ref seed);
        s3 = Seeds(ref seed);
    }

    /// <summary>32 numbers, each uniform from 0 to 65535.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<ushort> Next()
    {
        var result = RotateLeft(s0 + s3, 23) + s0;
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = RotateLeft(s3, 45);
        return result.AsUInt16();
    }

    private static Vector512<ulong> RotateLeft(Vector512<ulong> value, int bits) => (value << bits) | (value >>> (64 - bits));

    private static Vector512<ulong> Seeds(ref ulong seed)
    {
        Span<ulong> words = stackalloc ulong[Vector512<ulong>.Count];
        foreach (ref var word in words)
        {
            seed += 0x9E3779B97F4A7C15;
            var mixed = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            word = mixed ^ (mixed >> 31);
        }
        return Vector512.Create<ulong>(words);
    }
}
