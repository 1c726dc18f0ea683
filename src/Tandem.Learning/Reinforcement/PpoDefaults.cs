namespace Tandem.Learning.Reinforcement;

/// <summary>Settings of PPO for each built-in world; benchmarks/results/agents-on-policy.md says what they reach.</summary>
public static class PpoDefaults
{
    /// <summary>The settings for a world; a world that is not in the table has CleanRL's, which are those of the options themselves.</summary>
    /// <param name="environmentId">Such as CartPole-v1.</param>
    public static PpoOptions For(string environmentId) => environmentId switch
    {
        // Large steps over large minibatches: what matters here is wall time. Rewards are normalised because values of a hundred
        // would leave the policy nothing of the gradient's greatest norm.
        "CartPole-v1" => new PpoOptions
        {
            Steps = 802_816,
            Worlds = 256,
            Horizon = 64,
            Minibatch = 2_048,
            LearningRate = 3e-3,
            EntropyCoefficient = 0,
            NormalizeRewards = true,
            Network = new ActorCriticOptions { Hidden = [32, 32] },
        },

        // The next three follow the tuned settings of rl-baselines3-zoo.
        "Acrobot-v1" => Zoo with
        {
            Steps = 999_424,
            Worlds = 16,
            Horizon = 256,
            AdvantageDecay = 0.94,
            LearningRate = 5e-4,
            LearningRateSchedule = Schedule.Linear,
        },
        "MountainCar-v0" => Zoo with { Steps = 1_000_000, Worlds = 16, Horizon = 16, AdvantageDecay = 0.98 },
        "Pendulum-v1" => Zoo with
        {
            Steps = 200_000,
            Worlds = 4,
            Horizon = 1_024,
            Epochs = 10,
            LearningRate = 1e-3,
            Discount = 0.9,
            NormalizeObservations = false,
            NormalizeRewards = false,
        },
        "BicycleGrid-v0" or "CliffWalking-v1" or "CliffWalkingSlippery-v1" or "FrozenLake-v1" or "FrozenLake8x8-v1" or "Taxi-v4" => new PpoOptions
        {
            Steps = 500_000,
            Worlds = 32,
            Horizon = 64,
            Minibatch = 256,
            LearningRate = 1e-3,
        },
        "BicycleBalance-v0" => Bicycle with { Steps = 1_507_328 },

        // To be trained facing anywhere and cut after 1,000 steps: once it balances it would else see nothing but the straight. A turn
        // takes seconds, and begins with steering the other way: what it is worth must reach back over hundreds of steps.
        "BicycleRide-v0" => Bicycle with
        {
            Steps = 8_000_000,
            Discount = 0.998,
            AdvantageDecay = 0.99,
            NormalizeObservations = true,
            Network = new ActorCriticOptions { Hidden = [64, 64] },
        },

        // One policy for all speeds, to be trained on speeds that are drawn. What an action is worth drowns in the gusts: the bonus keeps
        // the deviation near a newton metre, and advantages look no further ahead than they must. Early falls cost hundreds, a good ride
        // 3 to 13: normalised by those, rewards would leave the value nothing to tell apart.
        "WhippleBicycle-v0" => new PpoOptions
        {
            Steps = 64_000_000,
            Worlds = 256,
            Horizon = 128,
            Minibatch = 8_192,
            LearningRate = 1e-3,
            LearningRateSchedule = Schedule.Cosine,
            AdvantageDecay = 0.9,
            EntropyCoefficient = 0.05,
            ClipValues = false,
            ValueCoefficient = 0.01,
            NormalizeObservations = true,
            ActionFit = ActionFit.ClipAndRescale,
            Network = new ActorCriticOptions { Hidden = [64, 64], InitialLogDeviation = -3 },
        },
        _ => new PpoOptions(),
    };

    private static PpoOptions Bicycle { get; } = new()
    {
        Worlds = 64,
        Horizon = 128,
        Minibatch = 1_024,
        LearningRate = 1e-3,
        EntropyCoefficient = 0,
        ClipValues = false,
        NormalizeRewards = true,
        Network = new ActorCriticOptions { Hidden = [32, 32] },
    };

    private static PpoOptions Zoo { get; } = new()
    {
        Minibatch = 64,
        LearningRate = 3e-4,
        LearningRateSchedule = Schedule.Constant,
        EntropyCoefficient = 0,
        ClipValues = false,
        NormalizeObservations = true,
        NormalizeRewards = true,
    };
}
