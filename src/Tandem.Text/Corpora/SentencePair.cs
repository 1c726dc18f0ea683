namespace Tandem.Text;

/// <summary>A sentence and its translation.</summary>
/// <param name="Source">The sentence to translate.</param>
/// <param name="Target">Its translation.</param>
public readonly record struct SentencePair(string Source, string Target);
