namespace Tandem.Text;

/// <summary>Two systems on the same sentences.</summary>
public sealed record PairedComparison
{
    /// <summary>The system that is compared with.</summary>
    public required ScoreInterval Baseline { get; init; }

    /// <summary>The other system.</summary>
    public required ScoreInterval System { get; init; }

    /// <summary>The system's score less the baseline's.</summary>
    public required ScoreInterval Difference { get; init; }

    /// <summary>
    /// The share of drawn test sets on which the better system does not win, ties included; below 0.05 the difference is
    /// called significant. One more draw is counted against it, so that the value is never 0.
    /// </summary>
    public required double PValue { get; init; }
}
