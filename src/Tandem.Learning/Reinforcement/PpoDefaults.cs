namespace Tandem.Learning.Reinforcement;

/// <summary>Settings of PPO that solve each built-in world.</summary>
public static class PpoDefaults
{
    /// <summary>The settings for a world; a world that is not in the table has CleanRL's, which are those of the options themselves.</summary>
    /// <param name="environmentId">Such as CartPole-v1.</param>
    public static PpoOptions For(string environmentId) => environmentId switch
    {
        "CartPole-v1" => new PpoOptions
        {
            Steps = 802_816,
            Worlds = 256,
            Horizon = 64,
            Minibatch = 2_048,
            LearningRate = 3e-3,
            EntropyCoefficient = 0,
            Network = new ActorCriticOptions { Hidden = [32, 32] },
        },
        _ => new PpoOptions(),
    };
}
