namespace Tandem.Environments;

/// <summary>
/// What trainings that differ in their seed alone come to: a score each, and how far their mean can be trusted (Agarwal et al.,
/// "Deep reinforcement learning at the edge of the statistical precipice", 2021).
/// </summary>
public sealed record SeedSummary
{
    /// <summary>The score of each seed, in the order given.</summary>
    public required IReadOnlyList<double> Scores { get; init; }

    /// <summary>Their mean.</summary>
    public required double Mean { get; init; }

    /// <summary>The ends of the 95% bootstrap interval of the mean.</summary>
    public required (double Low, double High) MeanInterval { get; init; }

    /// <summary>The mean of the middle half of the scores.</summary>
    public required double InterquartileMean { get; init; }

    /// <summary>The ends of the 95% bootstrap interval of the interquartile mean.</summary>
    public required (double Low, double High) InterquartileMeanInterval { get; init; }

    /// <summary>Sums scores up; at least one.</summary>
    /// <param name="scores">One for each seed, such as the mean return of its rides.</param>
    /// <param name="seed">The seed that the bootstrap draws from.</param>
    public static SeedSummary Of(IReadOnlyList<double> scores, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Count == 0)
        {
            throw new ArgumentException("no seeds come to nothing: give the score of at least 1");
        }

        var random = RandomStream.Create(seed, StreamPurpose.Evaluation, index: -1);
        return new SeedSummary
        {
            Scores = scores,
            Mean = StratifiedBootstrap.Mean([.. scores]),
            MeanInterval = StratifiedBootstrap.Interval([scores], StratifiedBootstrap.Mean, ref random),
            InterquartileMean = StratifiedBootstrap.InterquartileMean([.. scores]),
            InterquartileMeanInterval = StratifiedBootstrap.Interval([scores], StratifiedBootstrap.InterquartileMean, ref random),
        };
    }
}
