namespace Tandem.Inference.Decoding;

/// <summary>A sequence that was decoded.</summary>
/// <param name="Tokens">Token ids, without those that begin and end a sequence.</param>
/// <param name="LogProbability">The natural logarithm of the sequence's probability, its end included where it ended.</param>
/// <param name="Score">The log-probability, weighed by length as <see cref="DecodingOptions.LengthPenalty"/> says.</param>
/// <param name="Ended">True where the model ended the sequence; false where it was cut at the greatest length.</param>
public sealed record Hypothesis(int[] Tokens, double LogProbability, double Score, bool Ended);
