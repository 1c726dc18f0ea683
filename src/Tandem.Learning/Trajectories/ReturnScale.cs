namespace Tandem.Learning.Trajectories;

/// <summary>What returns-to-go are divided by before a network is shown them. It belongs to the model and is saved with it.</summary>
public static class ReturnScale
{
    /// <summary>Two neighbouring returns are to be this far apart when scaled, if the range allows.</summary>
    public const double Apart = 0.1;

    /// <summary>The widest range that scaled returns are to span.</summary>
    public const double WidestRange = 30;

    /// <summary>Returns nearer to each other than this share of their range are one.</summary>
    private const double Same = 1e-6;

    /// <summary>Chooses the scale for recorded returns.</summary>
    /// <remarks>
    /// <para>With g the smallest gap between two different returns and s the span that returns-to-go run through, from the
    /// lowest return or 0 to the highest or 0: scale = g / 0.1, but at least s / 30 and at most s.</para>
    /// <para>A network tells 3 from 4 only if they still differ when scaled: on the 5 × 5 grid, returns 1 apart, dividing by
    /// 100 loses the best ride and dividing by 10 finds it. The lower bound serves returns that differ by less and less,
    /// as in continuous worlds; the upper one keeps the few returns of a small world from being squeezed together.</para>
    /// </remarks>
    /// <param name="returns">The returns of the episodes, at least one, finite, in any order.</param>
    /// <returns>The scale, above 0; 1 where all returns are 0.</returns>
    /// <exception cref="ArgumentException">There are no returns, or one is not finite.</exception>
    public static double Choose(params IReadOnlyCollection<double> returns)
    {
        ArgumentNullException.ThrowIfNull(returns);
        if (returns.Count == 0)
        {
            throw new ArgumentException("no return scale follows from no returns: give at least 1");
        }

        if (returns.Any(value => !double.IsFinite(value)))
        {
            throw new ArgumentException($"no return scale follows from a return of {returns.First(value => !double.IsFinite(value))}: give finite ones");
        }

        var span = Math.Max(returns.Max(), 0) - Math.Min(returns.Min(), 0);
        return span > 0 ? Math.Clamp(SmallestGap(returns, span * Same) / Apart, span / WidestRange, span) : 1;
    }

    /// <summary>Chooses the scale for the returns of a set, those of unfinished episodes included: what they earned until cut is shown too.</summary>
    public static double Choose(EpisodeSet episodes)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        return Choose([.. episodes.Infos.ToArray().Select(info => info.Return)]);
    }

    /// <summary>The smallest gap above a threshold; infinite where there is none.</summary>
    private static double SmallestGap(IReadOnlyCollection<double> returns, double above)
    {
        double[] sorted = [.. returns.Order()];
        var smallest = double.PositiveInfinity;
        for (var i = 1; i < sorted.Length; i++)
        {
            var gap = sorted[i] - sorted[i - 1];
            smallest = gap > above ? Math.Min(smallest, gap) : smallest;
        }

        return smallest;
    }
}
