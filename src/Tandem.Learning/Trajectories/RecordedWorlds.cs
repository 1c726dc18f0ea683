namespace Tandem.Learning.Trajectories;

/// <summary>
/// Worlds whose episodes are recorded as they are ridden, whoever rides them: a training in them leaves behind everything that
/// it went through, as a replay does.
/// </summary>
/// <remarks>
/// Episodes are kept in the order in which they end. One that has not ended when the recording is closed, or when the worlds
/// are reset or taken back to a saved state, is not kept.
/// </remarks>
public sealed class RecordedWorlds : IVectorEnvironment
{
    private readonly IVectorEnvironment worlds;
    private readonly EpisodeWriter writer;
    private readonly EpisodeDraft[] drafts;
    private readonly int width;

    /// <summary>Records what is ridden in some worlds from now on.</summary>
    /// <param name="worlds">They stay the caller's.</param>
    /// <param name="writer">Where to, with its rider begun; it stays the caller's.</param>
    /// <param name="seed">What the set remembers as the episodes' seed.</param>
    public RecordedWorlds(IVectorEnvironment worlds, EpisodeWriter writer, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(worlds);
        ArgumentNullException.ThrowIfNull(writer);
        (this.worlds, this.writer, width) = (worlds, writer, worlds.Observations.Width);
        drafts = [.. Enumerable.Range(0, worlds.Count).Select(world => new EpisodeDraft(writer.World, seed, world))];
        BeginAll();
    }

    /// <inheritdoc/>
    public int Count => worlds.Count;

    /// <inheritdoc/>
    public Space Observations => worlds.Observations;

    /// <inheritdoc/>
    public Space Actions => worlds.Actions;

    /// <inheritdoc/>
    public int? StepLimit => worlds.StepLimit;

    /// <inheritdoc/>
    public ReadOnlySpan<float> CurrentObservations => worlds.CurrentObservations;

    /// <inheritdoc/>
    public ReadOnlySpan<float> FinalObservations => worlds.FinalObservations;

    /// <inheritdoc/>
    public ReadOnlySpan<double> Rewards => worlds.Rewards;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Terminated => worlds.Terminated;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Truncated => worlds.Truncated;

    /// <inheritdoc/>
    public void Reset(ulong seed, StreamPurpose purpose = StreamPurpose.Environment)
    {
        worlds.Reset(seed, purpose);
        BeginAll();
    }

    /// <inheritdoc/>
    public void Step(ActionBatch actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        worlds.Step(actions);
        for (var world = 0; world < drafts.Length; world++)
        {
            var (terminated, truncated) = (worlds.Terminated[world], worlds.Truncated[world]);
            var ended = terminated || truncated;
            drafts[world].Add(actions[world], worlds.Rewards[world], (ended ? worlds.FinalObservations : worlds.CurrentObservations).Slice(world * width, width));
            if (ended)
            {
                writer.Add(drafts[world].End(terminated, truncated));
                Begin(world);
            }
        }
    }

    /// <inheritdoc/>
    public byte[] SaveState() => worlds.SaveState();

    /// <inheritdoc/>
    public int RestoreState(ReadOnlySpan<byte> state)
    {
        var restarted = worlds.RestoreState(state);
        BeginAll();
        return restarted;
    }

    private void BeginAll()
    {
        for (var world = 0; world < drafts.Length; world++)
        {
            Begin(world);
        }
    }

    private void Begin(int world) => drafts[world].Begin(worlds.CurrentObservations.Slice(world * width, width));
}
