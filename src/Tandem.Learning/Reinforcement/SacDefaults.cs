namespace Tandem.Learning.Reinforcement;

/// <summary>Settings of <see cref="Sac"/> for the catalogue's worlds; measured in <c>benchmarks/results/agents-off-policy.md</c>.</summary>
public static class SacDefaults
{
    /// <summary>The settings for a world.</summary>
    /// <param name="environmentId">Name and version; one that is not listed gets the defaults.</param>
    public static SacOptions For(string environmentId) => environmentId switch
    {
        // The step size falls, so that the last policy is no worse than those before. Small layers do: 256 units take eight times as long.
        "Pendulum-v1" => new SacOptions
        {
            Steps = 20_000,
            LearningStarts = 200,
            LearningRate = 2e-3,
            FinalLearningRate = 1e-4,
            Network = new() { Hidden = [64, 64] },
        },
        _ => new SacOptions(),
    };
}
