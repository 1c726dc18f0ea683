using Tandem.Inference.Transformers;

namespace Tandem.Inference.Trajectories;

/// <summary>Where a rider looked when it chose its last action.</summary>
/// <param name="Tokens">What it remembered, oldest first; the last is the observation that the action follows from.</param>
/// <param name="Layers">One for each layer, first to last: with what weights each token looked at itself and at those before it.</param>
public sealed record RideAttention(IReadOnlyList<RideToken> Tokens, IReadOnlyList<AttentionMap> Layers);
