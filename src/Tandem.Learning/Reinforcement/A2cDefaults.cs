namespace Tandem.Learning.Reinforcement;

/// <summary>Settings of A2C that solve each built-in world.</summary>
public static class A2cDefaults
{
    /// <summary>The settings for a world; a world that is not in the table has those of the options themselves.</summary>
    /// <param name="environmentId">Such as CartPole-v1.</param>
    public static A2cOptions For(string environmentId) => environmentId switch
    {
        "CartPole-v1" => new A2cOptions
        {
            Steps = 500_000,
            Worlds = 16,
            Horizon = 8,
            LearningRate = 1e-3,
            AdvantageDecay = 0.95,
            NormalizeAdvantages = true,
            // Values of a hundred would leave the policy nothing of the gradient's greatest norm.
            NormalizeRewards = true,
        },
        _ => new A2cOptions(),
    };
}
