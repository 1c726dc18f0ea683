namespace Tandem.Environments;

/// <summary>One episode, moment by moment, to be drawn or looked into.</summary>
/// <param name="Moments">The start and what followed each step: one more than there were steps.</param>
public sealed record RecordedRide(IReadOnlyList<RideMoment> Moments)
{
    /// <summary>What came of it.</summary>
    public Ride Outcome => new(Moments[^1].Return, Moments[^1].Step, Moments[^1].Terminated, Moments[^1].Truncated, Moments[^1].Reward);

    /// <summary>Rides one episode and records it: the same ride as the first of <see cref="Rides.Roll"/> in one such world.</summary>
    /// <param name="world">The world, which is reset.</param>
    /// <param name="policy">The rider, who acts for one world.</param>
    /// <param name="stepLimit">After this many steps the ride is truncated; at least 1.</param>
    /// <param name="seed">The seed of the world.</param>
    /// <param name="purpose">What the world's stream is for.</param>
    public static RecordedRide Record(
        IEnvironment world, IPolicy policy, int stepLimit, ulong seed, StreamPurpose purpose = StreamPurpose.Evaluation)
    {
        ArgumentNullException.ThrowIfNull(world);
        ArgumentNullException.ThrowIfNull(policy);
        if (stepLimit < 1)
        {
            throw new ArgumentException($"a step limit of {stepLimit} leaves no step to take: give at least 1");
        }

        var random = RandomStream.Create(seed, purpose);
        var actions = new ActionBatch(world.Actions, 1);
        var observation = new float[world.Observations.Width];
        world.Reset(ref random, observation);
        policy.Begin(0);
        var moments = new List<RideMoment> { new() { Step = 0, Observation = [.. observation], State = StateOf(world) } };
        while (moments[^1] is { Terminated: false, Truncated: false } last)
        {
            policy.Act(observation, [last.Reward], actions);
            var outcome = world.Step(actions[0], ref random, observation);
            moments.Add(new RideMoment
            {
                Step = last.Step + 1,
                Observation = [.. observation],
                State = StateOf(world),
                Choices = [.. actions.Choices],
                Values = [.. actions.Values],
                Reward = outcome.Reward,
                Return = last.Return + outcome.Reward,
                Terminated = outcome.Terminated,
                Truncated = outcome.Truncated || last.Step + 1 >= stepLimit,
            });
        }

        return new RecordedRide(moments);
    }

    private static object? StateOf(IEnvironment world) => (world as IStateView)?.State;
}
