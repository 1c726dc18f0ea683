using System.Numerics;
using System.Runtime.CompilerServices;

namespace Tandem.Environments;

/// <summary>What a random stream is for. Streams of different purposes never meet, so evaluation never repeats training.</summary>
public enum StreamPurpose
{
    /// <summary>What happens in the worlds that are trained in.</summary>
    Environment,

    /// <summary>What a policy samples while it trains.</summary>
    Policy,

    /// <summary>A network's first weights.</summary>
    Initialization,

    /// <summary>The order of training data.</summary>
    Shuffling,

    /// <summary>What happens in the worlds that are evaluated in.</summary>
    Evaluation,

    /// <summary>What a policy samples while it is evaluated.</summary>
    EvaluationPolicy,

    /// <summary>What dropout leaves out.</summary>
    Dropout,

    /// <summary>How words fall apart into subwords while training.</summary>
    Segmentation,

    /// <summary>What is sampled from a model of sequences.</summary>
    Sampling,

    /// <summary>Generated data, such as an example's sentences.</summary>
    Generation,

    /// <summary>What happens in the worlds that a training is judged in while it goes on.</summary>
    Validation,
}

/// <summary>
/// A stream of random numbers whose whole state is 32 bytes that can be saved and restored: xoshiro256++
/// (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021), seeded through SplitMix64.
/// </summary>
/// <remarks>It is a mutable value: pass it by reference, or each copy goes its own way.</remarks>
public struct RandomStream : IEquatable<RandomStream>
{
    private ulong s0, s1, s2, s3;

    /// <summary>A stream from its saved state; not all four words may be zero.</summary>
    public RandomStream(ulong s0, ulong s1, ulong s2, ulong s3)
    {
        if ((s0 | s1 | s2 | s3) == 0)
        {
            throw new ArgumentException("a random stream's state of four zeros never leaves zero: give a saved state");
        }

        (this.s0, this.s1, this.s2, this.s3) = (s0, s1, s2, s3);
    }

    /// <summary>The state to save.</summary>
    public readonly (ulong S0, ulong S1, ulong S2, ulong S3) State => (s0, s1, s2, s3);

    /// <summary>The stream of a seed, a purpose and an index (a world, a worker): each combination has its own.</summary>
    public static RandomStream Create(ulong seed, StreamPurpose purpose, int index = 0)
    {
        var mixer = Mix(seed) ^ Mix(0x5EED_0000_0000_0000UL + ((ulong)purpose << 32) + (uint)index);
        return new RandomStream(Mix(mixer), Mix(mixer + 1), Mix(mixer + 2), Mix(mixer + 3));
    }

    /// <summary>The next 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(s0 + s3, 23) + s0;
        var shifted = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>A number from [0, 1), a multiple of 2⁻⁵³.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A number from [<paramref name="low"/>, <paramref name="high"/>); the upper end itself only where rounding leads to it.</summary>
    public double NextDouble(double low, double high) => low + ((high - low) * NextDouble());

    /// <summary>A whole number from 0 to <paramref name="count"/> − 1, each equally likely.</summary>
    /// <remarks>Lemire, "Fast random integer generation in an interval", 2019: no bias.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int NextInt32(int count)
    {
        if (count < 1)
        {
            ThrowEmptyInterval(count);
        }

        var product = (ulong)(uint)(NextUInt64() >> 32) * (uint)count;
        if ((uint)product < (uint)count)
        {
            var threshold = (0u - (uint)count) % (uint)count;
            while ((uint)product < threshold)
            {
                product = (ulong)(uint)(NextUInt64() >> 32) * (uint)count;
            }
        }

        return (int)(product >> 32);
    }

    /// <summary>A draw from the standard normal distribution (Box and Muller, 1958).</summary>
    public double NextNormal()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <inheritdoc/>
    public readonly bool Equals(RandomStream other) => State == other.State;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is RandomStream other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => State.GetHashCode();

    /// <summary>Whether two streams will give the same numbers.</summary>
    public static bool operator ==(RandomStream left, RandomStream right) => left.Equals(right);

    /// <summary>Whether two streams will give different numbers.</summary>
    public static bool operator !=(RandomStream left, RandomStream right) => !left.Equals(right);

    /// <summary>SplitMix64: one step from the given state (Steele, Lea and Flood, 2014).</summary>
    private static ulong Mix(ulong state)
    {
        state += 0x9E37_79B9_7F4A_7C15UL;
        state = (state ^ (state >> 30)) * 0xBF58_476D_1CE4_E5B9UL;
        state = (state ^ (state >> 27)) * 0x94D0_49BB_1331_11EBUL;
        return state ^ (state >> 31);
    }

    private static void ThrowEmptyInterval(int count) =>
        throw new ArgumentException($"cannot draw from {count} numbers: give at least 1");
}
