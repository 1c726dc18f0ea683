using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

// Legend: B batch, H heads, L queries, S keys, D model width, K = D / H.

/// <summary>
/// Attention of all heads in one operation of the gradient's graph: from projected queries, keys and values as they lie to what
/// the heads see, without a copy for each head, without scores, masks or weights in memory. The numbers are those of
/// <see cref="ScaledDotProduct"/> in float32; the way back computes the weights anew, as Dao et al. (2022) do.
/// </summary>
internal sealed class FusedAttention
{
    // Scores of one head up to so many stay in a core's own cache.
    private const long GreatestScores = 128 * 128;

    private readonly int batch;
    private readonly AttentionHead head;

    private FusedAttention(int batch, AttentionHead head) => (this.batch, this.head) = (batch, head);

    /// <summary>Whether it can be computed here.</summary>
    /// <param name="projected">Queries as the projection gave them.</param>
    /// <param name="queries">L.</param>
    /// <param name="keys">S.</param>
    /// <param name="headWidth">K.</param>
    /// <param name="mask">What may attend to what; null: everything.</param>
    public static bool Fits(Tensor projected, long queries, long keys, int headWidth, ScoreMask? mask) =>
        headWidth % AttentionHead.VectorWidth == 0 && queries * keys <= GreatestScores && mask is null or { HasEmptyRows: false } && TensorRows.Fit(projected);

    /// <summary>Tokens that attend to each other.</summary>
    /// <param name="packed">[B, L, 3D]: queries, keys and values of each token.</param>
    /// <param name="heads">H.</param>
    /// <param name="mask">What may attend to what; null: everything.</param>
    /// <param name="rotation">How queries and keys are turned; null: they are not.</param>
    /// <param name="dropout">The share of weights to drop.</param>
    /// <returns>[B, L, D], in the format of what was given.</returns>
    public static Tensor AttendSelf(Tensor packed, int heads, ScoreMask? mask, RotaryPositions? rotation, double dropout)
    {
        var (length, width) = ((int)packed.shape[1], (int)packed.shape[2] / 3);
        var head = new AttentionHead(heads, width / heads, length, length, mask, rotation, dropout)
        {
            Keys = width,
            Values = 2 * width,
        };
        return new FusedAttention((int)packed.shape[0], head).Attend(packed, null);
    }

    /// <summary>Tokens that attend to an encoder's output.</summary>
    /// <param name="queries">[B, L, D].</param>
    /// <param name="memory">[B, S, 2D]: keys and values.</param>
    /// <param name="heads">H.</param>
    /// <param name="mask">What may attend to what; null: everything.</param>
    /// <param name="dropout">The share of weights to drop.</param>
    /// <returns>[B, L, D], in the format of what was given.</returns>
    public static Tensor AttendMemory(Tensor queries, Tensor memory, int heads, ScoreMask? mask, double dropout)
    {
        var width = (int)queries.shape[2];
        var head = new AttentionHead(heads, width / heads, (int)queries.shape[1], (int)memory.shape[1], mask, null, dropout)
        {
            Keys = 0,
            Values = width,
        };
        return new FusedAttention((int)queries.shape[0], head).Attend(queries, memory);
    }

    private Tensor Attend(Tensor queries, Tensor? memory) =>
        is_grad_enabled() ? Function.apply(queries, memory!, this) : Forward(queries, memory);

    private Tensor Forward(Tensor queries, Tensor? memory)
    {
        var result = empty([queries.shape[0], queries.shape[1], head.Heads * head.Width], queries.dtype);
        var (from, to, seen) = (new TensorRows(queries), new TensorRows(memory ?? queries), new TensorRows(result));
        SideBySideRows.ForEach(batch, sequence => head.Forward(sequence, from, to, seen));
        Keep(queries, memory);
        return result;
    }

    private (Tensor Queries, Tensor? Memory) Backward(Tensor queries, Tensor? memory, Tensor gradient)
    {
        using var contiguous = gradient.contiguous();
        var (queriesGradient, memoryGradient) = (empty_like(queries), memory is null ? null : empty_like(memory));
        var (from, to, seen) = (new TensorRows(queries), new TensorRows(memory ?? queries), new TensorRows(contiguous));
        var (fromGradient, toGradient) = (new TensorRows(queriesGradient), new TensorRows(memoryGradient ?? queriesGradient));
        SideBySideRows.ForEach(batch, sequence => head.Backward(sequence, from, to, seen, fromGradient, toGradient));
        Keep(queries, memory);
        return (queriesGradient, memoryGradient);
    }

    /// <summary>Rows are read in native memory: what owns it must outlive the reading.</summary>
    private static void Keep(Tensor queries, Tensor? memory)
    {
        GC.KeepAlive(queries);
        GC.KeepAlive(memory);
    }

    private sealed class Function : autograd.SingleTensorFunction<Function>
    {
        private const string Job = "job";

        public override string Name => nameof(FusedAttention);

        public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
        {
            var (queries, memory, job) = ((Tensor)vars[0], (Tensor?)vars[1], (FusedAttention)vars[2]);
            ctx.save_for_backward(memory is null ? [queries] : [queries, memory]);
            ctx.save_data(Job, job);
            return job.Forward(queries, memory);
        }

        public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
        {
            var saved = ctx.get_saved_variables();
            var (queries, memory) = ((FusedAttention)ctx.get_data(Job)).Backward(saved[0], saved.ElementAtOrDefault(1), grad_output);
            return [queries, memory!, null!];
        }
    }
}
