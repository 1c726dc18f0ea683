namespace Tandem.Learning.Trajectories;

/// <summary>What one recorded number comes to over all steps; numbers that are not finite are only counted.</summary>
public sealed record NumberSummary
{
    /// <summary>The lowest finite number; NaN where there is none.</summary>
    public required double Low { get; init; }

    /// <summary>The highest finite number; NaN where there is none.</summary>
    public required double High { get; init; }

    /// <summary>The mean of the finite numbers; NaN where there is none.</summary>
    public required double Mean { get; init; }

    /// <summary>The standard deviation of the finite numbers; NaN where there is none.</summary>
    public required double Deviation { get; init; }

    /// <summary>How many are not finite.</summary>
    public required long NotFinite { get; init; }

    /// <summary>How many are finite and lie outside the space.</summary>
    public required long Outside { get; init; }
}
