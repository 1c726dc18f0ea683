using Tandem.Text;

namespace Tandem.Cli.Tasks;

/// <summary>How a test text was translated. The names are a contract with scripts.</summary>
/// <param name="Run">The run's folder.</param>
/// <param name="Checkpoint">The update whose checkpoint translated.</param>
/// <param name="Sentences">How many lines.</param>
/// <param name="Bleu">BLEU.</param>
/// <param name="ChrF2">Character n-grams.</param>
/// <param name="ChrF2PlusPlus">Character n-grams with words.</param>
/// <param name="ExactMatch">The share of lines that equal their reference.</param>
/// <param name="SplitLines">Lines that were too long and were translated in parts.</param>
/// <param name="EndlessLines">Lines whose translation found no end and was cut at the greatest length.</param>
/// <param name="Seconds">How long translating took.</param>
/// <param name="SentencesPerSecond">Lines a second.</param>
internal sealed record TranslationScores(
    string Run, long Checkpoint, int Sentences, TextScore Bleu, TextScore ChrF2, TextScore ChrF2PlusPlus,
    double ExactMatch, int SplitLines, int EndlessLines, double Seconds, double SentencesPerSecond);

/// <summary>A score with its 95% bootstrap interval, and how it was taken.</summary>
internal sealed record TextScore(double Score, double[] Interval, string Signature)
{
    public static TextScore Of(SentenceStatistics statistics)
    {
        var interval = Bootstrap.Interval(statistics);
        return new TextScore(interval.Score, [interval.Low, interval.High], statistics.Signature);
    }
}
