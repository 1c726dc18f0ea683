namespace Tandem.Environments;

/// <summary>Episodes being ridden in many worlds, each world up to its share.</summary>
internal sealed class RideRoll
{
    private readonly IVectorEnvironment worlds;
    private readonly IPolicy policy;
    private readonly ActionBatch actions;
    private readonly double[] lastRewards;
    private readonly double[] returns;
    private readonly int[] steps;
    private readonly List<Ride>[] rides;
    private readonly int[] shares;
    private int missing;

    public RideRoll(IVectorEnvironment worlds, IPolicy policy, int episodes)
    {
        (this.worlds, this.policy, missing) = (worlds, policy, episodes);
        actions = new ActionBatch(worlds.Actions, worlds.Count);
        lastRewards = new double[worlds.Count];
        returns = new double[worlds.Count];
        steps = new int[worlds.Count];
        shares = new int[worlds.Count];
        rides = new List<Ride>[worlds.Count];
        for (var world = 0; world < worlds.Count; world++)
        {
            shares[world] = (episodes / worlds.Count) + (world < episodes % worlds.Count ? 1 : 0);
            rides[world] = new List<Ride>(shares[world]);
        }
    }

    public bool IsComplete => missing == 0;

    public IReadOnlyList<Ride> Rides => [.. rides.SelectMany(ridden => ridden)];

    public void Begin(ulong seed, StreamPurpose purpose)
    {
        worlds.Reset(seed, purpose);
        for (var world = 0; world < worlds.Count; world++)
        {
            policy.Begin(world);
        }
    }

    public void Step()
    {
        policy.Act(worlds.CurrentObservations, lastRewards, actions);
        worlds.Step(actions);
        worlds.Rewards.CopyTo(lastRewards);
        for (var world = 0; world < worlds.Count; world++)
        {
            returns[world] += worlds.Rewards[world];
            steps[world]++;
            if (worlds.Terminated[world] || worlds.Truncated[world])
            {
                End(world);
            }
        }
    }

    private void End(int world)
    {
        if (rides[world].Count < shares[world])
        {
            rides[world].Add(new Ride(returns[world], steps[world], worlds.Terminated[world], worlds.Truncated[world], worlds.Rewards[world]));
            missing--;
        }

        (returns[world], steps[world], lastRewards[world]) = (0, 0, 0);
        policy.Begin(world);
    }
}
