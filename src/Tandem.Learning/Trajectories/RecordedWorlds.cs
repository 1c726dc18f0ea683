namespace Tandem.Learning.Trajectories;

/// <summary>
/// Worlds whose episodes are recorded as they are ridden, whoever rides them: a training in them leaves behind everything that
/// it went through, as a replay does.
/// </summary>
/// <remarks>
/// Episodes are kept in the order in which they end. One that has not ended when the recording is closed, or when the worlds
/// are reset or taken back to a saved state, is not kept.
/// </remarks>
public sealed class RecordedWorlds : DelegatingWorlds
{
    private readonly EpisodeWriter writer;
    private readonly EpisodeDraft[] drafts;
    private readonly int width;

    /// <summary>Records what is ridden in some worlds from now on.</summary>
    /// <param name="worlds">They stay the caller's.</param>
    /// <param name="writer">Where to, with its rider begun; it stays the caller's.</param>
    /// <param name="seed">What the set remembers as the episodes' seed.</param>
    public RecordedWorlds(IVectorEnvironment worlds, EpisodeWriter writer, ulong seed)
        : base(worlds)
    {
        ArgumentNullException.ThrowIfNull(writer);
        (this.writer, width) = (writer, worlds.Observations.Width);
        drafts = [.. Enumerable.Range(0, worlds.Count).Select(world => new EpisodeDraft(writer.World, seed, world))];
        BeginAll();
    }

    /// <inheritdoc/>
    public override void Reset(ulong seed, StreamPurpose purpose = StreamPurpose.Environment)
    {
        Inner.Reset(seed, purpose);
        BeginAll();
    }

    /// <inheritdoc/>
    public override void Step(ActionBatch actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        Inner.Step(actions);
        for (var world = 0; world < drafts.Length; world++)
        {
            var (terminated, truncated) = (Inner.Terminated[world], Inner.Truncated[world]);
            var ended = terminated || truncated;
            drafts[world].Add(actions[world], Inner.Rewards[world], (ended ? Inner.FinalObservations : Inner.CurrentObservations).Slice(world * width, width));
            if (ended)
            {
                writer.Add(drafts[world].End(terminated, truncated));
                Begin(world);
            }
        }
    }

    /// <inheritdoc/>
    public override int RestoreState(ReadOnlySpan<byte> state)
    {
        var restarted = Inner.RestoreState(state);
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

    private void Begin(int world) => drafts[world].Begin(Inner.CurrentObservations.Slice(world * width, width));
}
