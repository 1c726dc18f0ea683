using Tandem.Text;

namespace Tandem.Cli.Tasks;

/// <summary>A run's translations of a text, scored, with what was counted in each line, by which runs are compared.</summary>
/// <param name="Words">What BLEU counted.</param>
/// <param name="Letters">What chrF2 counted.</param>
/// <param name="Scores">The scores.</param>
internal sealed record ScoredTranslation(SentenceStatistics Words, SentenceStatistics Letters, TranslationScores Scores);

/// <summary>A run against another on the same lines, by drawing test sets from them. The names are a contract with scripts.</summary>
/// <param name="Run">The run's folder.</param>
/// <param name="Baseline">The other's.</param>
/// <param name="Score">Which score.</param>
/// <param name="Difference">The run's score less the baseline's.</param>
/// <param name="Interval">Its 95% interval.</param>
/// <param name="PValue">The share of drawn test sets on which the better does not win.</param>
internal sealed record PairedScore(string Run, string Baseline, string Score, double Difference, double[] Interval, double PValue)
{
    public static PairedScore Of(string score, ScoredTranslation baseline, ScoredTranslation system, Func<ScoredTranslation, SentenceStatistics> counts)
    {
        var compared = Bootstrap.Compare(counts(baseline), counts(system));
        var difference = compared.Difference;
        return new PairedScore(system.Scores.Run, baseline.Scores.Run, score, difference.Score, [difference.Low, difference.High], compared.PValue);
    }
}
