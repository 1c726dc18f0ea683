namespace Tandem.Learning.Reinforcement;

/// <summary>Settings of <see cref="Dqn"/> for the catalogue's worlds; measured in <c>benchmarks/results/agents-off-policy.md</c>.</summary>
public static class DqnDefaults
{
    /// <summary>The settings for a world.</summary>
    /// <param name="environmentId">Name and version; one that is not listed gets the defaults.</param>
    public static DqnOptions For(string environmentId) => environmentId switch
    {
        // Falling is rare once the pole stands: returns over several steps carry the news of it faster.
        "CartPole-v1" => SlowTarget with
        {
            Steps = 50_000,
            TrainEvery = 1,
            TargetRate = 0.005,
            ReturnSteps = 5,
            ExplorationEnd = 0.04,
            ExplorationShare = 0.16,
            Network = new() { Hidden = [128, 128] },
        },

        // One push must follow another for dozens of steps before there is anything to learn from: random actions are held. The
        // velocity stays below 0.07 and would hardly be seen as it is.
        "MountainCar-v0" => SlowTarget with
        {
            Steps = 120_000,
            TargetRate = 0.01,
            ReturnSteps = 5,
            ScaleObservations = true,
            ExplorationHold = 50,
            ExplorationStart = 0.2,
            ExplorationEnd = 0.01,
            ExplorationShare = 0.5,
        },
        _ => new DqnOptions(),
    };

    /// <summary>A target that follows after every gradient step, and a step size that falls to nothing, so that the last network is no worse than those before.</summary>
    private static DqnOptions SlowTarget { get; } = new() { LearningRate = 1e-3, FinalLearningRate = 0, TrainEvery = 2, TargetEvery = 1 };
}
