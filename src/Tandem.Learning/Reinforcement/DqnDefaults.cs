namespace Tandem.Learning.Reinforcement;

/// <summary>Settings of <see cref="Dqn"/> for the catalogue's worlds; measured in <c>benchmarks/results/agents-off-policy.md</c>.</summary>
public static class DqnDefaults
{
    /// <summary>The settings for a world.</summary>
    /// <param name="environmentId">Name and version; one that is not listed gets the defaults.</param>
    public static DqnOptions For(string environmentId) => environmentId switch
    {
        // Small networks, returns over several steps, a target that follows slowly, and a step size that falls to nothing: the last
        // network is then as good as the best.
        "CartPole-v1" => SmallNetwork with
        {
            Steps = 50_000,
            ReturnSteps = 10,
            ExplorationEnd = 0.04,
            ExplorationShare = 0.16,
        },

        // One push must follow another for dozens of steps before there is anything to learn from: random actions are held.
        "MountainCar-v0" => SmallNetwork with
        {
            Steps = 120_000,
            ReturnSteps = 5,
            ExplorationHold = 50,
            ExplorationStart = 0.2,
            ExplorationEnd = 0.01,
            ExplorationShare = 0.5,
        },
        _ => new DqnOptions(),
    };

    private static DqnOptions SmallNetwork { get; } = new()
    {
        LearningRate = 1e-3,
        FinalLearningRate = 0,
        TrainEvery = 2,
        TargetEvery = 1,
        TargetRate = 0.01,
        ScaleObservations = true,
    };
}
