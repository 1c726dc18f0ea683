using Tandem.Cli.Tasks;

namespace Tandem.Cli.Terminal;

/// <summary>A rider's score as the JSON of <c>--json</c>. The names are a contract with scripts.</summary>
internal sealed record ScoreJson(
    int Rides, double MeanReturn, double[] MeanReturnInterval, double InterquartileMeanReturn, double LowestReturn, double MeanSteps, double? Success)
{
    /// <summary>The return of the greedy ride, where the rider's row is of sampled ones.</summary>
    [System.Text.Json.Serialization.JsonIgnore(Condition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull)]
    public double? GreedyReturn { get; init; }

    public static ScoreJson Of(RiderScore score) => new(
        score.Summary.Rides,
        score.Summary.MeanReturn,
        [score.Summary.MeanReturnInterval.Low, score.Summary.MeanReturnInterval.High],
        score.Summary.InterquartileMeanReturn,
        score.Summary.Returns.Low,
        score.Summary.MeanSteps,
        score.Success);
}
