namespace Tandem.Learning.Trajectories;

/// <summary>How far a recording is.</summary>
/// <param name="Episodes">How many episodes it has ended.</param>
/// <param name="Steps">How many steps they have together.</param>
/// <param name="ReturnSum">The sum of their returns.</param>
public readonly record struct RecordingProgress(int Episodes, long Steps, double ReturnSum)
{
    /// <summary>Both together.</summary>
    public RecordingProgress And(RecordingProgress other) => new(Episodes + other.Episodes, Steps + other.Steps, ReturnSum + other.ReturnSum);
}

/// <summary>Lets a policy ride many worlds at once and keeps every step.</summary>
public static class EpisodeRecorder
{
    /// <summary>Rides a fixed number of episodes and writes them, in the order in which they end.</summary>
    /// <remarks>
    /// Each world rides its share, fixed beforehand: taking the first episodes that end, whichever world they end in, would
    /// keep short ones too often. An interrupted recording has kept the episodes that had ended, so it has a few short ones too many.
    /// </remarks>
    /// <param name="writer">Where to; it is flushed at the end, also when interrupted.</param>
    /// <param name="worlds">The worlds, which are reset.</param>
    /// <param name="policy">The rider.</param>
    /// <param name="rider">The rider's name, which the set remembers.</param>
    /// <param name="episodes">How many episodes; at least 1.</param>
    /// <param name="seed">The seed of the worlds.</param>
    /// <param name="progress">Told after each step of all worlds in which an episode ended.</param>
    /// <param name="cancellation">Ends the recording early, with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="ArgumentException">The worlds are not of the writer's kind, or the set holds these very rides already.</exception>
    /// <exception cref="IOException">A shard cannot be written.</exception>
    public static RecordingProgress Record(
        EpisodeWriter writer,
        IVectorEnvironment worlds,
        IPolicy policy,
        string rider,
        int episodes,
        ulong seed,
        Action<RecordingProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(worlds);
        ArgumentNullException.ThrowIfNull(policy);
        if (episodes < 1)
        {
            throw new ArgumentException($"{episodes} episodes cannot be recorded: give at least 1");
        }

        RequireKind(writer.World, worlds);
        writer.Begin(rider, seed);
        var recording = new Recording(writer, worlds, policy, episodes, seed);
        try
        {
            while (!recording.IsComplete)
            {
                cancellation.ThrowIfCancellationRequested();
                if (recording.Step())
                {
                    progress?.Invoke(recording.Progress);
                }
            }
        }
        finally
        {
            writer.Flush();
        }

        return recording.Progress;
    }

    private static void RequireKind(RecordedWorld recorded, IVectorEnvironment worlds)
    {
        if (!recorded.Observations.Equals(worlds.Observations) || !recorded.Actions.Equals(worlds.Actions))
        {
            throw new ArgumentException($"worlds of {worlds.Observations} to {worlds.Actions} cannot be recorded as {recorded}: give worlds of the writer's kind");
        }
    }
}
