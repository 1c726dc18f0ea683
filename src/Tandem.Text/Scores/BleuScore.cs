using System.Globalization;

namespace Tandem.Text;

/// <summary>The BLEU score of a corpus, with all that is needed to repeat and to judge it.</summary>
public sealed record BleuScore
{
    /// <summary>The score, 0 to 100.</summary>
    public required double Score { get; init; }

    /// <summary>The precisions of n-grams of 1, 2, 3 and 4 words, 0 to 100, smoothed where nothing matched.</summary>
    public required IReadOnlyList<double> Precisions { get; init; }

    /// <summary>What hypotheses shorter than their references are multiplied by, 0 to 1.</summary>
    public required double BrevityPenalty { get; init; }

    /// <summary>Words in all hypotheses.</summary>
    public required long HypothesisLength { get; init; }

    /// <summary>Words in all references; of several, the one nearest in length counts.</summary>
    public required long ReferenceLength { get; init; }

    /// <summary>How the score was taken, in sacreBLEU's notation: two scores compare if their signatures agree but for the version.</summary>
    public required string Signature { get; init; }

    private double Ratio => ReferenceLength == 0 ? 0 : (double)HypothesisLength / ReferenceLength;

    /// <summary>As sacreBLEU prints it: signature, score, precisions, brevity penalty and lengths.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"BLEU|{Signature} = {Score:F2} {PrecisionsText()} (BP = {BrevityPenalty:F3} ratio = {Ratio:F3} hyp_len = {HypothesisLength} ref_len = {ReferenceLength})");

    private string PrecisionsText() => string.Join('/', Precisions.Select(p => p.ToString("F1", CultureInfo.InvariantCulture)));
}
