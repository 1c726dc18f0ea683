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
    private readonly int width;

    public Recording(EpisodeWriter writer, IVectorEnvironment worlds, IPolicy policy, int episodes, ulong seed)
    {
        (this.writer, this.worlds, this.policy, this.episodes) = (writer, worlds, policy, episodes);
        (actions, width) = (new ActionBatch(worlds.Actions, worlds.Count), worlds.Observations.Width);
        lastRewards = new double[worlds.Count];
        drafts = new EpisodeDraft[worlds.Count];
        missing = new int[worlds.Count];
        worlds.Reset(seed);
        for (var world = 0; world < worlds.Count; world++)
        {
            missing[world] = (episodes / worlds.Count) + (world < episodes % worlds.Count ? 1 : 0);
            drafts[world] = new EpisodeDraft(writer.World, seed, world);
            drafts[world].Begin(worlds.CurrentObservations.Slice(world * width, width));
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
        var terminated = worlds.Terminated;
        var truncated = worlds.Truncated;
        var current = worlds.CurrentObservations;
        var final = worlds.FinalObservations;
        for (var world = 0; world < drafts.Length; world++)
        {
            var ended = terminated[world] || truncated[world];
            if (missing[world] > 0)
            {
                drafts[world].Add(actions[world], lastRewards[world], (ended ? final : current).Slice(world * width, width));
            }

            if (ended)
            {
                End(world, terminated[world], truncated[world]);
            }
        }

        return Progress.Episodes > before;
    }

    private void End(int world, bool terminated, bool truncated)
    {
        if (missing[world] > 0)
        {
            Keep(drafts[world].End(terminated, truncated));
            missing[world]--;
        }

        drafts[world].Begin(worlds.CurrentObservations.Slice(world * width, width));
        lastRewards[world] = 0;
        policy.Begin(world);
    }

    private void Keep(EpisodeView episode)
    {
        writer.Add(episode);
        Progress = new RecordingProgress(
            Progress.Episodes + 1, Progress.Steps + episode.Info.Length, Progress.ReturnSum + episode.Info.Return);
    }
}
