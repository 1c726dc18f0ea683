using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

// Legend: B batch, H heads, L queries, S keys.

/// <summary>An <see cref="AttentionMask"/> as numbers, made once for all layers of a stack.</summary>
internal sealed class ScoreMask
{
    // Large enough that its exponential beside any real score is exactly zero, and finite, so that a row of nothing else
    // stays a number; such a row is set to zero afterwards.
    private const float Forbidden = -1e30f;

    private readonly Tensor addend;     // [B or 1, 1, L or 1, S]
    private readonly Tensor? empty;     // [B or 1, 1, L or 1, 1]: rows that may attend to nothing
    private MaskRows? rows;

    private ScoreMask(Tensor addend, Tensor? empty) => (this.addend, this.empty) = (addend, empty);

    /// <returns>Null where everything is allowed.</returns>
    public static ScoreMask? Create(AttentionMask? mask, long batch, long queries, long keys, Tensor like)
    {
        if (mask?.Allowed(batch, queries, keys, like.device) is not { } allowed)
            return null;
        var addend = zeros(allowed.shape, like.dtype, like.device).masked_fill_(allowed.logical_not(), Scalars.Of(Forbidden));
        var empty = allowed.any(-1, keepdim: true).logical_not();
        return new ScoreMask(addend, empty.any().ToBoolean() ? empty : null);
    }

    /// <summary>Whether some query may attend to nothing.</summary>
    public bool HasEmptyRows => empty is not null;

    /// <summary>What is added, for plain .NET: a copy, which outlives the tensors.</summary>
    public MaskRows Rows => rows ??= Copy(addend);

    /// <summary>Adds to float32 scores [B, H, L, S], in place.</summary>
    public Tensor Apply(Tensor scores) => scores.add_(addend);

    /// <summary>Sets the rows [B, H, L, …] of queries that may attend to nothing to zero.</summary>
    public Tensor ClearHeads(Tensor rows) => empty is null ? rows : rows.masked_fill(empty, Scalars.Of(0L));

    /// <summary>Sets the rows [B, L, D] of queries that may attend to nothing to zero.</summary>
    public Tensor ClearRows(Tensor rows) => empty is null ? rows : rows.masked_fill(empty.squeeze(1), Scalars.Of(0L));

    private static MaskRows Copy(Tensor addend)
    {
        using var numbers = addend.to(ScalarType.Float32).contiguous();
        return new MaskRows(numbers.data<float>().ToArray(), (int)addend.shape[0], (int)addend.shape[2], (int)addend.shape[3]);
    }
}
