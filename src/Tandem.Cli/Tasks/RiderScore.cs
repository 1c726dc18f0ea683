using Tandem.Environments;

namespace Tandem.Cli.Tasks;

/// <summary>What one rider's evaluation came to.</summary>
internal sealed record RiderScore(string Rider, RideSummary Summary, double? Success)
{
    /// <summary>At most so many worlds ride side by side.</summary>
    private const int MaximumWorlds = 100;

    /// <summary>A rider that never arrives would ride for ever in a world without a step limit: so long is long enough.</summary>
    private const int LongestUnlimitedRide = 20_000;

    /// <summary>Lets a policy ride episodes of the evaluation's own seed.</summary>
    public static RiderScore Evaluate(
        string rider, EnvironmentSpec spec, EnvironmentChoice choice, IPolicy policy, int episodes, ulong seed, CancellationToken cancellation)
    {
        var worlds = spec.CreateVector(Math.Min(episodes, MaximumWorlds), choice.World, choice.StepLimit ?? LongestUnlimitedRide);
        var rides = Rides.Roll(worlds, policy, episodes, seed, cancellation: cancellation);
        return new RiderScore(rider, RideSummary.Of(rides), spec.Success is { } success ? rides.Average(ride => success(ride) ? 1.0 : 0.0) : null);
    }
}
