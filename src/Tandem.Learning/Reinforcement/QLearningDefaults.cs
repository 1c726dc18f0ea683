namespace Tandem.Learning.Reinforcement;

/// <summary>Settings of <see cref="QLearning"/> that solve the catalogue's tabular worlds.</summary>
public static class QLearningDefaults
{
    /// <summary>The settings for a world.</summary>
    /// <param name="environmentId">Name and version; one that is not listed gets the defaults.</param>
    public static QLearningOptions For(string environmentId) => environmentId switch
    {
        // The ice slips: means over many tries, and half of all steps at random until the end. The discount trades how surely the
        // goal is reached for how soon, as the limit of 200 steps does.
        "FrozenLake-v1" => new QLearningOptions { Steps = 1_000_000, Discount = 0.99, ExplorationEnd = 0.5 },
        "FrozenLake8x8-v1" => new QLearningOptions { Steps = 5_000_000, Discount = 0.995, ExplorationEnd = 0.5 },

        // Nothing slips: what is seen once is so.
        "Taxi-v4" => new QLearningOptions { Steps = 500_000, LearningRateDecay = 0.3 },
        "CliffWalking-v1" => new QLearningOptions { Steps = 200_000, LearningRateDecay = 0 },
        "CliffWalkingSlippery-v1" => new QLearningOptions { Steps = 2_000_000, ExplorationEnd = 0.5, Discount = 0.999 },
        _ => new QLearningOptions(),
    };
}
