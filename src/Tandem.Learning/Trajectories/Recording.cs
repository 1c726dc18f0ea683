namespace Tandem.Learning.Trajectories;

/// <summary>Episodes being ridden and recorded in many worlds, each world up to its share.</summary>
internal sealed class Recording
{
    private readonly EpisodeWriter writer;
    private readonly IVectorEnvironment worlds;
    private readonly IPolicy policy;
    private readonly ActionBatch actions;
    private readonly double[] lastRewards;
    private readonly EpisodeDraft[] drafts;
    private readonly int[] missing;
    private readonly int episodes;

    public Recording(EpisodeWriter writer, IVectorEnvironment worlds, IPolicy policy, int episodes, ulong seed)
    {
        (this.writer, this.worlds, this.policy, this.episodes) = (writer, worlds, policy, episodes);
        actions = new ActionBatch(worlds.Actions, worlds.Count);
        lastRewards = new double[worlds.Count];
        drafts = new EpisodeDraft[worlds.Count];
        missing = new int[worlds.Count];
        worlds.Reset(seed);
        for (var world = 0; world < worlds.Count; world++)
        {
            missing[world] = (episodes / worlds.Count) + (world < episodes % worlds.Count ? 1 : 0);
            drafts[world] = new EpisodeDraft(writer.World, seed, world);
            drafts[world].Begin(Row(worlds.CurrentObservations, world));
            policy.Begin(world);
        }
    }

    public RecordingProgress Progress { get; private set; }

    public bool IsComplete => Progress.Episodes == episodes;

    /// <summary>Steps every world once.</summary>
    /// <returns>Whether an episode ended.</returns>
    public bool Step()
    {
        policy.Act(worlds.CurrentObservations, lastRewards, actions);
        worlds.Step(actions);
        worlds.Rewards.CopyTo(lastRewards);
        var before = Progress.Episodes;
        for (var world = 0; world < drafts.Length; world++)
        {
            var ended = worlds.Terminated[world] || worlds.Truncated[world];
            if (missing[world] > 0)
            {
                var observations = ended ? worlds.FinalObservations : worlds.CurrentObservations;
                drafts[world].Add(actions[world], worlds.Rewards[world], Row(observations, world));
            }

            if (ended)
            {
                End(world);
            }
        }

        return Progress.Episodes > before;
    }

    private void End(int world)
    {
        if (missing[world] > 0)
        {
            Keep(drafts[world].End(worlds.Terminated[world], worlds.Truncated[world]));
            missing[world]--;
        }

        drafts[world].Begin(Row(worlds.CurrentObservations, world));
        lastRewards[world] = 0;
        policy.Begin(world);
    }

    private void Keep(EpisodeView episode)
    {
        writer.Add(episode);
        Progress = new RecordingProgress(
            Progress.Episodes + 1, Progress.Steps + episode.Info.Length, Progress.ReturnSum + episode.Info.Return);
    }

    private ReadOnlySpan<float> Row(ReadOnlySpan<float> rows, int world) =>
        rows.Slice(world * worlds.Observations.Width, worlds.Observations.Width);
}
