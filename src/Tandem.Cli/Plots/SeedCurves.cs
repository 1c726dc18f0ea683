using Tandem.Environments;

namespace Tandem.Cli.Plots;

/// <summary>
/// The learning curves of several seeds as one figure: the mean of the middle half with its 95% bootstrap band, the mean, and
/// every seed (after Agarwal et al., 2021).
/// </summary>
internal sealed class SeedCurves
{
    private const int Resamples = 1_000;
    private const int MostPlaces = 200;

    private readonly double[] places;
    private readonly double[][] seeds;

    /// <param name="curves">One for each seed; those that have no point are left out.</param>
    public SeedCurves(IEnumerable<IReadOnlyList<(long Step, double Value)>> curves)
    {
        var drawn = curves.Where(curve => curve.Count > 0).ToArray();
        double[] all = [.. drawn.SelectMany(curve => curve.Select(point => (double)point.Step)).Distinct().Order()];
        var stride = Math.Max(1, (all.Length + MostPlaces - 1) / MostPlaces);
        places = [.. all.Where((_, i) => (all.Length - 1 - i) % stride == 0)];
        seeds = [.. drawn.Select(curve => Array.ConvertAll(places, place => At(curve, place)))];
    }

    /// <summary>Whether there is anything to draw.</summary>
    public bool IsEmpty => seeds.Length == 0 || places.Length < 2;

    /// <summary>Where the curves end.</summary>
    public long End => (long)places[^1];

    /// <summary>The mean over the seeds at each place.</summary>
    public double[] Mean => Statistic(StratifiedBootstrap.Mean);

    /// <summary>The figure.</summary>
    /// <param name="title">What was trained, and where.</param>
    /// <param name="unit">What runs along the axis.</param>
    public Chart Draw(string title, string unit) => new()
    {
        Title = title,
        XTitle = unit,
        YTitle = "mean return",
        BeginsAtZero = true,
        Bands = [new("middle half", Band())],
        Lines =
        [
            new("middle half", Points(Statistic(StratifiedBootstrap.InterquartileMean))) { Width = 3 },
            new("mean", Points(Mean)) { IsDashed = true },
            .. seeds.Select(seed => new ChartLine("each seed", Points(seed)) { Width = 0.7 }),
        ],
    };

    /// <summary>A curve's value at a place: between two points on the line through them, beyond its ends as at the end.</summary>
    internal static double At(IReadOnlyList<(long Step, double Value)> curve, double place)
    {
        var after = 0;
        while (after < curve.Count && curve[after].Step < place)
        {
            after++;
        }

        if (after == 0 || after == curve.Count)
        {
            return curve[Math.Min(after, curve.Count - 1)].Value;
        }

        var (from, to) = (curve[after - 1], curve[after]);
        return double.Lerp(from.Value, to.Value, (place - from.Step) / (to.Step - from.Step));
    }

    private double[] Statistic(Func<Span<double>, double> statistic) =>
        [.. places.Select((_, i) => statistic([.. seeds.Select(seed => seed[i])]))];

    private (double X, double Low, double High)[] Band()
    {
        var random = RandomStream.Create(0, StreamPurpose.Evaluation, index: -1);
        var band = new (double, double, double)[places.Length];
        for (var i = 0; i < places.Length; i++)
        {
            double[] values = [.. seeds.Select(seed => seed[i])];
            var (low, high) = StratifiedBootstrap.Interval([values], StratifiedBootstrap.InterquartileMean, ref random, Resamples);
            band[i] = (places[i], low, high);
        }

        return band;
    }

    private (double X, double Y)[] Points(double[] values) => [.. places.Zip(values)];
}
