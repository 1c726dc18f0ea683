namespace Tandem.Learning.Reinforcement;

/// <summary>
/// The steps of the episodes that make one update. It grows to the longest update and is then used again.
/// Legend: T steps so far, W encoded observation width, H heads.
/// </summary>
internal sealed class EpisodeBuffer(int width, int heads)
{
    private float[] observations = new float[InitialRoom * width];
    private int[] picks = new int[InitialRoom * heads];
    private double[] rewards = new double[InitialRoom];

    private const int InitialRoom = 64;

    /// <summary>T.</summary>
    public int Steps { get; private set; }

    /// <summary>[T, W].</summary>
    public ReadOnlySpan<float> Observations => observations.AsSpan(0, Steps * width);

    /// <summary>[T, H].</summary>
    public ReadOnlySpan<int> Picks => picks.AsSpan(0, Steps * heads);

    /// <summary>[T].</summary>
    public ReadOnlySpan<double> Rewards => rewards.AsSpan(0, Steps);

    /// <summary>The row that the next step's encoded observation goes to, [W].</summary>
    public Span<float> NextObservation => observations.AsSpan(Steps * width, width);

    /// <summary>The row that the next step's picks go to, [H].</summary>
    public Span<int> NextPicks => picks.AsSpan(Steps * heads, heads);

    /// <summary>Where each episode stands.</summary>
    public List<EpisodeSpan> Episodes { get; } = [];

    public void Clear()
    {
        Steps = 0;
        Episodes.Clear();
    }

    /// <summary>Closes the episode whose steps were added last.</summary>
    /// <param name="bootstrap">The value of what would have followed; 0 where it terminated.</param>
    public void EndEpisode(double bootstrap) =>
        Episodes.Add(new EpisodeSpan(Episodes.Count == 0 ? 0 : Episodes[^1].End, Steps, bootstrap));

    /// <summary>Completes the step whose observation and picks were written.</summary>
    public void Add(double reward)
    {
        rewards[Steps++] = reward;
        if (Steps == rewards.Length)
        {
            Array.Resize(ref observations, 2 * observations.Length);
            Array.Resize(ref picks, 2 * picks.Length);
            Array.Resize(ref rewards, 2 * rewards.Length);
        }
    }
}

/// <summary>One episode's steps in the buffer, First to End − 1, and the value of what would have followed.</summary>
internal readonly record struct EpisodeSpan(int First, int End, double Bootstrap);
