namespace Tandem.Learning.Reinforcement;

/// <summary>Settings of PPO that solve each built-in world.</summary>
public static class PpoDefaults
{
    /// <summary>The settings for a world; a world that is not in the table has CleanRL's.</summary>
    /// <param name="environmentId">Such as CartPole-v1.</param>
    public static PpoOptions For(string environmentId) => environmentId switch
    {
        _ => new PpoOptions(),
    };
}
