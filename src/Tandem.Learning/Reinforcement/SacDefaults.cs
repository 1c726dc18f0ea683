namespace Tandem.Learning.Reinforcement;

/// <summary>Settings of <see cref="Sac"/> for the catalogue's worlds; measured in <c>benchmarks/results/agents-off-policy.md</c>.</summary>
public static class SacDefaults
{
    /// <summary>The settings for a world.</summary>
    /// <param name="environmentId">Name and version; one that is not listed gets the defaults.</param>
    public static SacOptions For(string environmentId) => environmentId switch
    {
        _ => new SacOptions(),
    };
}
