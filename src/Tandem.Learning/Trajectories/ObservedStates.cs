using System.Runtime.InteropServices;

namespace Tandem.Learning.Trajectories;

/// <summary>Gives each different observation a number, in the order in which they are first seen.</summary>
internal sealed class ObservedStates
{
    private readonly Dictionary<float[], int> numbers = new(new SameNumbers());

    public int Count => numbers.Count;

    /// <summary>The number of an observation, a new one where it was never seen.</summary>
    public int Number(ReadOnlySpan<float> observation)
    {
        var lookup = numbers.GetAlternateLookup<ReadOnlySpan<float>>();
        if (!lookup.TryGetValue(observation, out var number))
        {
            lookup[observation] = number = numbers.Count;
        }

        return number;
    }

    /// <summary>The number of an observation; −1: it was never seen.</summary>
    public int Find(ReadOnlySpan<float> observation) =>
        numbers.GetAlternateLookup<ReadOnlySpan<float>>().TryGetValue(observation, out var number) ? number : -1;

    /// <summary>Observations are the same where every bit is.</summary>
    private sealed class SameNumbers : IEqualityComparer<float[]>, IAlternateEqualityComparer<ReadOnlySpan<float>, float[]>
    {
        public bool Equals(float[]? x, float[]? y) => Equals(x.AsSpan(), y!);

        public int GetHashCode(float[] obj) => GetHashCode(obj.AsSpan());

        public bool Equals(ReadOnlySpan<float> alternate, float[] other) => MemoryMarshal.AsBytes(alternate).SequenceEqual(MemoryMarshal.AsBytes(other.AsSpan()));

        public int GetHashCode(ReadOnlySpan<float> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(alternate));
            return hash.ToHashCode();
        }

        public float[] Create(ReadOnlySpan<float> alternate) => alternate.ToArray();
    }
}
