using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

// Legend: B batch, L queries, S keys.

/// <summary>
/// What may attend to what: true means that a query may attend to a key. A query that may attend to nothing gets zeros.
/// Masks are immutable; those made from tensors use them as long as they live.
/// </summary>
public sealed class AttentionMask
{
    private readonly Tensor? pairs;
    private readonly bool causal;
    private readonly Band? band;

    private AttentionMask(Tensor? keys, Tensor? pairs, bool causal, Band? band = null) =>
        (Keys, this.pairs, this.causal, this.band) = (keys, pairs, causal, band);

    private sealed record Band(int Steps, int TokensOfAStep);

    /// <summary>A query attends to its own and to earlier positions.</summary>
    public static AttentionMask Causal { get; } = new(null, null, causal: true);

    /// <summary>
    /// Tokens come in steps of several, and a query attends to tokens of its own step and of those just before it. Beside
    /// <see cref="Causal"/>, L layers look back over L · (steps − 1) steps, however long the sequence is.
    /// </summary>
    /// <param name="steps">How many steps, the query's own included; at least 1.</param>
    /// <param name="tokensOfAStep">How many tokens each step has; at least 1. The sequence begins with the first of a step.</param>
    /// <exception cref="ArgumentException">Fewer.</exception>
    public static AttentionMask Banded(int steps, int tokensOfAStep) => steps >= 1 && tokensOfAStep >= 1
        ? new(null, null, causal: false, new Band(steps, tokensOfAStep))
        : throw new ArgumentException($"a band of {steps} steps of {tokensOfAStep} tokens is empty: give at least 1 of each");

    /// <summary>Which keys are tokens, [B, S], or null where all are.</summary>
    internal Tensor? Keys { get; }

    /// <summary>Keeps queries from keys that are padding.</summary>
    /// <param name="tokens">[B, S] bool: true for a token, false for padding.</param>
    /// <exception cref="ArgumentException">Another format or rank.</exception>
    public static AttentionMask Padding(Tensor tokens)
    {
        RequireBool(tokens);
        if (tokens.dim() != 2)
            throw new ArgumentException($"a padding mask has the shape {ShapeText.Of(tokens)}: give [batch, length]");
        return new AttentionMask(tokens, null, causal: false);
    }

    /// <summary>Keeps queries from keys beyond each sequence's length.</summary>
    /// <param name="lengths">How many tokens each sequence of the batch has.</param>
    /// <param name="length">L: the padded length.</param>
    /// <param name="device">Where the mask stands; null: the processor.</param>
    public static AttentionMask FromLengths(ReadOnlySpan<int> lengths, int length, Device? device = null)
    {
        var tokens = new bool[lengths.Length, length];
        for (var row = 0; row < lengths.Length; row++)
        {
            if (lengths[row] < 0 || lengths[row] > length)
                throw new ArgumentException($"sequence {row} has {lengths[row]} tokens in a batch of length {length}: give 0 to {length}");
            for (var column = 0; column < lengths[row]; column++)
                tokens[row, column] = true;
        }
        return Padding(tensor(tokens, device: device));
    }

    /// <summary>Says of each pair of query and key whether the one may attend to the other.</summary>
    /// <param name="allowed">[L, S] or [B, L, S] bool.</param>
    /// <exception cref="ArgumentException">Another format or rank.</exception>
    public static AttentionMask Pairs(Tensor allowed)
    {
        RequireBool(allowed);
        if (allowed.dim() is not (2 or 3))
            throw new ArgumentException($"a mask of pairs has the shape {ShapeText.Of(allowed)}: give [queries, keys] or [batch, queries, keys]");
        return new AttentionMask(null, allowed, causal: false);
    }

    /// <summary>Allows what both masks allow.</summary>
    /// <exception cref="ArgumentException">Both are banded.</exception>
    public AttentionMask And(AttentionMask? other)
    {
        if (other is null)
            return this;
        if (band is not null && other.band is not null)
            throw new ArgumentException("both masks are banded: give one band, the narrower");
        return new AttentionMask(Both(Keys, other.Keys), Both(pairs, other.pairs), causal || other.causal, band ?? other.band);

        static Tensor? Both(Tensor? first, Tensor? second) =>
            first is null ? second : second is null ? first : first.logical_and(second);
    }

    /// <summary>The same pairs, with other keys.</summary>
    internal AttentionMask WithKeys(Tensor? keys) => new(keys, pairs, causal, band);

    /// <summary>What the mask means for queries that stand behind <c>S − L</c> earlier ones.</summary>
    /// <returns>[B or 1, 1, L or 1, S] bool, or null where everything is allowed.</returns>
    /// <exception cref="ArgumentException">The mask was made for another batch or length.</exception>
    internal Tensor? Allowed(long batch, long queries, long keys, Device device)
    {
        Tensor? allowed = null;
        if (Keys is not null)
        {
            RequireShape(Keys, batch, queries, keys, [batch, keys]);
            allowed = Keys.view(batch, 1, 1, keys);
        }
        if (pairs is not null)
        {
            RequireShape(pairs, batch, queries, keys, pairs.dim() == 2 ? [queries, keys] : [batch, queries, keys]);
            allowed = Join(allowed, pairs.dim() == 2 ? pairs.view(1, 1, queries, keys) : pairs.unsqueeze(1));
        }
        if (causal && queries > 1)
        {
            var lower = ones([queries, keys], ScalarType.Bool, device).tril(keys - queries);
            allowed = Join(allowed, lower.view(1, 1, queries, keys));
        }
        if (band is not null)
            allowed = Join(allowed, Recent(band, queries, keys, device));
        return allowed;

        static Tensor Join(Tensor? first, Tensor second) => first is null ? second : first.logical_and(second);
    }

    /// <summary>[1, 1, L, S]: less than the band's steps lie between a query's step and a key's.</summary>
    private static Tensor Recent(Band band, long queries, long keys, Device device)
    {
        var step = arange(Scalars.Of(0L), Scalars.Of(keys), ScalarType.Int64, device).div(Scalars.Of((long)band.TokensOfAStep), RoundingMode.floor);
        return (step.narrow(0, keys - queries, queries).unsqueeze(1) - step).lt(Scalars.Of((long)band.Steps)).view(1, 1, queries, keys);
    }

    private static void RequireBool(Tensor mask)
    {
        if (mask.dtype != ScalarType.Bool)
            throw new ArgumentException($"an attention mask holds {mask.dtype}: give bool, true where a query may attend");
    }

    private static void RequireShape(Tensor mask, long batch, long queries, long keys, ReadOnlySpan<long> expected)
    {
        if (!mask.shape.AsSpan().SequenceEqual(expected))
            throw new ArgumentException($"the attention mask has the shape {ShapeText.Of(mask)}, and there are {batch} sequences of {queries} queries and {keys} keys: give {ShapeText.Of(expected)}");
    }
}
