using Tandem.Inference.Decoding;

namespace Tandem.Inference.Translation;

/// <summary>What a line was translated into.</summary>
/// <param name="Candidates">Best first: as many as <see cref="DecodingOptions.NBest"/> says, or fewer where fewer were found.</param>
/// <param name="Parts">In how many parts it was translated: 0 for a blank line, 1 for a whole one, more for one that was too long.</param>
public sealed record TranslatedLine(IReadOnlyList<TranslationCandidate> Candidates, int Parts)
{
    /// <summary>The best translation.</summary>
    public string Text => Candidates[0].Text;

    /// <summary>False where the best translation found no end and was cut at the greatest length.</summary>
    public bool IsWhole => Candidates[0].IsWhole;

    /// <summary>A blank line stays empty.</summary>
    internal static TranslatedLine Blank { get; } = new([new TranslationCandidate("", 0, 0, IsWhole: true)], 0);

    /// <summary>A line of its parts' translations: the best combinations, which are those of the highest summed scores.</summary>
    /// <param name="parts">Of each part its space and candidates, at least one part.</param>
    /// <param name="most">How many candidates to keep.</param>
    internal static TranslatedLine Join(IReadOnlyList<(string Space, TranslationCandidate[] Candidates)> parts, int most)
    {
        IReadOnlyList<TranslationCandidate> joined = parts[0].Candidates;
        foreach (var (space, candidates) in parts.Skip(1))
            joined = [.. joined.SelectMany(_ => candidates, (line, part) => line.Append(space, part)).OrderByDescending(line => line.Score).Take(most)];
        return new TranslatedLine(joined, parts.Count);
    }
}

/// <summary>One translation of a line.</summary>
/// <param name="Text">The translation.</param>
/// <param name="LogProbability">The natural logarithm of its probability.</param>
/// <param name="Score">The log-probability weighed by length, which candidates are ordered by; summed over a line's parts.</param>
/// <param name="IsWhole">False where the model found no end and was cut at the greatest length.</param>
public sealed record TranslationCandidate(string Text, double LogProbability, double Score, bool IsWhole)
{
    internal TranslationCandidate Append(string space, TranslationCandidate next) =>
        new(Text + space + next.Text, LogProbability + next.LogProbability, Score + next.Score, IsWhole && next.IsWhole);
}
