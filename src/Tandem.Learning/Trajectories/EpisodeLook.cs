using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Tandem.Learning.Trajectories;

/// <summary>What is noticed while looking at one episode after the other.</summary>
internal sealed class EpisodeLook(RecordedWorld world)
{
    private readonly HashSet<UInt128> seen = [];
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public NumberTally[] Observations { get; } = NumberTally.Of(world.Observations);

    public NumberTally[] Actions { get; } = NumberTally.Of(world.Actions);

    public NumberTally Rewards { get; } = new(double.NegativeInfinity, double.PositiveInfinity, isWhole: false);

    public EpisodeNames NotFinite { get; } = new();

    public EpisodeNames Outside { get; } = new();

    public EpisodeNames Repeated { get; } = new();

    public bool AreSound => NotFinite.Count == 0 && Outside.Count == 0;

    public void At(EpisodeView episode, int number)
    {
        var (isFinite, isInside) = (true, true);
        Add(Observations, episode.Observations, ref isFinite, ref isInside);
        Add(Actions, episode.Choices, ref isInside);
        Add(Actions, episode.Values, ref isFinite, ref isInside);
        foreach (var reward in episode.Rewards)
        {
            isFinite &= Rewards.Add(reward);
        }

        NotFinite.AddIf(!isFinite, number);
        Outside.AddIf(!isInside, number);
        Repeated.AddIf(!seen.Add(Fingerprint(episode)), number);
    }

    private static void Add(NumberTally[] tallies, ReadOnlySpan<float> rows, ref bool isFinite, ref bool isInside)
    {
        for (var first = 0; first < rows.Length; first += tallies.Length)
        {
            for (var number = 0; number < tallies.Length; number++)
            {
                var value = rows[first + number];
                var isSound = tallies[number].Add(value);
                isFinite &= isSound || float.IsFinite(value);
                isInside &= isSound || !float.IsFinite(value);
            }
        }
    }

    private static void Add(NumberTally[] tallies, ReadOnlySpan<int> rows, ref bool isInside)
    {
        for (var place = 0; place < rows.Length; place++)
        {
            isInside &= tallies[place % tallies.Length].Add(rows[place]);
        }
    }

    /// <summary>Half of a SHA-256 over all that was seen, done and earned: no two episodes of a set share it by chance.</summary>
    private UInt128 Fingerprint(EpisodeView episode)
    {
        hash.AppendData(MemoryMarshal.AsBytes(episode.Observations));
        hash.AppendData(MemoryMarshal.AsBytes(episode.Choices));
        hash.AppendData(MemoryMarshal.AsBytes(episode.Values));
        hash.AppendData(MemoryMarshal.AsBytes(episode.Rewards));
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return MemoryMarshal.Read<UInt128>(digest);
    }
}
