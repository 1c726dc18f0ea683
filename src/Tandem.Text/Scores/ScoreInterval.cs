using System.Globalization;

namespace Tandem.Text;

/// <summary>A score, or a difference of two, with its bootstrap distribution.</summary>
public sealed record ScoreInterval
{
    /// <summary>On the test set itself.</summary>
    public required double Score { get; init; }

    /// <summary>The mean over the drawn test sets.</summary>
    public required double Mean { get; init; }

    /// <summary>The lower end of the 95% interval.</summary>
    public required double Low { get; init; }

    /// <summary>The upper end of the 95% interval.</summary>
    public required double High { get; init; }

    /// <summary>The score, with half the interval's width.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Score:F2} ± {(High - Low) / 2:F2}");

    /// <summary>The interval leaves a fortieth of the draws out at either end.</summary>
    internal static ScoreInterval Of(double score, double[] drawn)
    {
        var sorted = drawn.Order().ToArray();
        var outside = sorted.Length / 40;
        return new ScoreInterval { Score = score, Mean = sorted.Average(), Low = sorted[outside], High = sorted[^(outside + 1)] };
    }
}
