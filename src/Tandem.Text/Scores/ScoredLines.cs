namespace Tandem.Text;

/// <summary>What all scores ask of the lines that they are given.</summary>
internal static class ScoredLines
{
    /// <summary>The end of every signature.</summary>
    public static string Version { get; } = $"version:tandem-{typeof(ScoredLines).Assembly.GetName().Version!.ToString(3)}";

    public static void Require(IReadOnlyList<string> hypotheses, IReadOnlyList<IReadOnlyList<string>> referenceSets)
    {
        ArgumentNullException.ThrowIfNull(hypotheses);
        ArgumentNullException.ThrowIfNull(referenceSets);
        if (hypotheses.Count == 0)
            throw new ArgumentException("there are no lines to score: give at least 1");

        if (referenceSets.Count == 0)
            throw new ArgumentException("there are no references to score against: give at least 1 set");

        foreach (var references in referenceSets)
        {
            ArgumentNullException.ThrowIfNull(references);
            if (references.Count != hypotheses.Count)
                throw new ArgumentException($"{hypotheses.Count} hypotheses do not match {references.Count} references: give one reference for each hypothesis, in the same order");
        }
    }
}
