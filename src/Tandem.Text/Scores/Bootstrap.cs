namespace Tandem.Text;

/// <summary>
/// How far a score can be trusted, by drawing test sets with replacement from the one there is (Koehn, "Statistical
/// significance tests for machine translation evaluation", 2004).
/// </summary>
public static class Bootstrap
{
    /// <summary>The 95% interval of one system's score.</summary>
    /// <param name="system">What <see cref="Bleu"/> or <see cref="ChrF"/> counted in each of its sentences.</param>
    /// <param name="options">How many test sets are drawn, from which seed.</param>
    public static ScoreInterval Interval(SentenceStatistics system, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        options ??= new BootstrapOptions();
        var scores = new double[options.Resamples];
        var draws = new Draws(options.Seed, system.Sentences);
        for (var resample = 0; resample < scores.Length; resample++)
            scores[resample] = system.ScoreOf(draws.Next());

        return ScoreInterval.Of(system.Score, scores);
    }

    /// <summary>Whether one system is better than another on the same sentences: both are scored on the same drawn test sets.</summary>
    /// <param name="baseline">The statistics of the system to compare with.</param>
    /// <param name="system">The statistics of the other system.</param>
    /// <param name="options">How many test sets are drawn, from which seed.</param>
    /// <exception cref="ArgumentException">The two differ in sentences or in how they are scored.</exception>
    public static PairedComparison Compare(SentenceStatistics baseline, SentenceStatistics system, BootstrapOptions? options = null)
    {
        RequireSame(baseline, system);
        options ??= new BootstrapOptions();
        var draws = new Draws(options.Seed, system.Sentences);
        var (first, second, differences) = (new double[options.Resamples], new double[options.Resamples], new double[options.Resamples]);
        for (var resample = 0; resample < differences.Length; resample++)
        {
            var drawn = draws.Next();
            (first[resample], second[resample]) = (baseline.ScoreOf(drawn), system.ScoreOf(drawn));
            differences[resample] = second[resample] - first[resample];
        }

        var difference = system.Score - baseline.Score;
        return new PairedComparison
        {
            Baseline = ScoreInterval.Of(baseline.Score, first),
            System = ScoreInterval.Of(system.Score, second),
            Difference = ScoreInterval.Of(difference, differences),
            PValue = PValue(difference, differences),
        };
    }

    /// <summary>The share of test sets on which the better system does not win; the observed set counts as one on which it does not.</summary>
    private static double PValue(double observed, double[] differences)
    {
        var better = Math.Sign(observed);
        var lost = differences.Count(difference => better == 0 || Math.Sign(difference) != better);
        return (lost + 1.0) / (differences.Length + 1.0);
    }

    private static void RequireSame(SentenceStatistics baseline, SentenceStatistics system)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(system);
        if (baseline.Sentences != system.Sentences)
            throw new ArgumentException($"{baseline.Sentences} and {system.Sentences} sentences cannot be compared in pairs: score both systems on the same lines");

        if (baseline.Signature != system.Signature)
            throw new ArgumentException($"scores taken as {baseline.Signature} and as {system.Signature} do not compare: take both with the same options");
    }

    /// <summary>Test sets drawn with replacement.</summary>
    private sealed class Draws(ulong seed, int sentences)
    {
        private readonly int[] drawn = new int[sentences];
        private RandomStream random = RandomStream.Create(seed, StreamPurpose.Evaluation);

        public ReadOnlySpan<int> Next()
        {
            foreach (ref var sentence in drawn.AsSpan())
                sentence = random.NextInt32(drawn.Length);

            return drawn;
        }
    }
}
