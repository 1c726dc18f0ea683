using Tandem.Environments;

namespace Tandem.Cli.Tasks;

/// <summary>What one rider's evaluation came to.</summary>
internal sealed record RiderScore(string Rider, RideSummary Summary, double? Success)
{
    /// <summary>Lets a policy ride episodes of the evaluation's own seed.</summary>
    public static RiderScore Evaluate(
        string rider, EnvironmentSpec spec, EnvironmentChoice choice, IPolicy policy, int episodes, ulong seed, CancellationToken cancellation)
    {
        var rides = Rides.Roll(choice.CreateToJudge(spec, episodes), policy, episodes, seed, cancellation: cancellation);
        return new RiderScore(rider, RideSummary.Of(rides), spec.Success is { } success ? rides.Average(ride => success(ride) ? 1.0 : 0.0) : null);
    }
}
