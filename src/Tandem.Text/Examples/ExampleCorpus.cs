namespace Tandem.Text;

/// <summary>Parallel sentences that were generated; no sentence stands in two of the parts.</summary>
/// <param name="Train">What is learned from.</param>
/// <param name="Validation">What choices are made on.</param>
/// <param name="Test">What is scored once.</param>
public sealed record ExampleCorpus(
    IReadOnlyList<SentencePair> Train,
    IReadOnlyList<SentencePair> Validation,
    IReadOnlyList<SentencePair> Test);
