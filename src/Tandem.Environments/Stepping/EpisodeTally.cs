using System.Runtime.InteropServices;

namespace Tandem.Environments;

/// <summary>An episode that ended with the last step.</summary>
/// <param name="World">The world that it was ridden in.</param>
/// <param name="Ride">What came of it, in the world's own rewards.</param>
public readonly record struct FinishedEpisode(int World, Ride Ride);

/// <summary>Returns and lengths of the episodes that many worlds ride: those that just ended, and the latest hundred.</summary>
public sealed class EpisodeTally
{
    /// <summary>Over how many episodes the means are taken.</summary>
    public const int Window = 100;

    private readonly double[] returns;
    private readonly int[] steps;
    private readonly FinishedEpisode[] finished;
    private readonly double[] recentReturns = new double[Window];
    private readonly int[] recentSteps = new int[Window];
    private int finishedCount;

    internal EpisodeTally(int worlds)
    {
        (returns, steps, finished) = (new double[worlds], new int[worlds], new FinishedEpisode[worlds]);
    }

    /// <summary>The episodes that ended with the last step, by world.</summary>
    public ReadOnlySpan<FinishedEpisode> Finished => finished.AsSpan(0, finishedCount);

    /// <summary>How many episodes have ended since the first reset.</summary>
    public long Episodes { get; private set; }

    /// <summary>The mean return of the latest 100 episodes, or of all if there are fewer; not a number before the first.</summary>
    public double MeanReturn
    {
        get
        {
            var sum = 0.0;
            foreach (var earned in recentReturns.AsSpan(0, RecentCount))
                sum += earned;

            return sum / RecentCount;
        }
    }

    /// <summary>The mean length of the latest 100 episodes, or of all if there are fewer; not a number before the first.</summary>
    public double MeanSteps
    {
        get
        {
            var sum = 0.0;
            foreach (var length in recentSteps.AsSpan(0, RecentCount))
                sum += length;

            return sum / RecentCount;
        }
    }

    private int RecentCount => (int)Math.Min(Episodes, Window);

    internal int StepsOf(int world) => steps[world];

    internal void BeginAll()
    {
        Array.Clear(returns);
        Array.Clear(steps);
        finishedCount = 0;
    }

    internal void Begin(int world) => (returns[world], steps[world]) = (0, 0);

    internal void Follow(IVectorEnvironment worlds)
    {
        finishedCount = 0;
        var rewards = worlds.Rewards;
        var terminated = worlds.Terminated;
        var truncated = worlds.Truncated;
        for (var world = 0; world < returns.Length; world++)
        {
            returns[world] += rewards[world];
            steps[world]++;
            if (terminated[world] | truncated[world])
                End(world, terminated[world], truncated[world], rewards[world]);
        }
    }

    internal void Save(BinaryWriter writer)
    {
        writer.Write(Episodes);
        writer.Write(MemoryMarshal.AsBytes<double>(returns));
        writer.Write(MemoryMarshal.AsBytes<int>(steps));
        writer.Write(MemoryMarshal.AsBytes<double>(recentReturns));
        writer.Write(MemoryMarshal.AsBytes<int>(recentSteps));
    }

    internal void Restore(BinaryReader reader)
    {
        Episodes = reader.ReadInt64() is >= 0 and var episodes ? episodes
            : throw new InvalidDataException("the saved state counts fewer than no episodes: it is damaged");
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(returns.AsSpan()));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(steps.AsSpan()));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(recentReturns.AsSpan()));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(recentSteps.AsSpan()));
        finishedCount = 0;
    }

    private void End(int world, bool terminated, bool truncated, double finalReward)
    {
        var ride = new Ride(returns[world], steps[world], terminated, truncated, finalReward);
        finished[finishedCount++] = new FinishedEpisode(world, ride);
        (recentReturns[Episodes % Window], recentSteps[Episodes % Window]) = (ride.Return, ride.Steps);
        Episodes++;
        Begin(world);
    }
}
