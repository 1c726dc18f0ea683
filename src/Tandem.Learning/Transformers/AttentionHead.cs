using System.Runtime.Intrinsics;

namespace Tandem.Learning.Transformers;

// Legend: H heads, L queries, P = L in whole vectors, S keys, K width of a head, q queries / √K, k keys, v values, w weights,
// d dropout's factors, o what is seen; ∂x the gradient of x, xᵀ its transpose.

/// <summary>
/// The attention of one sequence, head after head, in float32 and in the innermost caches: o = (softmax(q kᵀ + mask) ⊙ d) v, and
/// its gradients ∂v = (w ⊙ d)ᵀ ∂o, ∂w = ∂o vᵀ ⊙ d, ∂s = w ⊙ (∂w − Σ w ∂w), ∂q = ∂s k, ∂k = ∂sᵀ q. Scores stand with a row for
/// each key, [S, P], so that a softmax goes down the rows and never across a vector.
/// </summary>
internal sealed class AttentionHead
{
    /// <summary>K is a multiple of it.</summary>
    public const int VectorWidth = 16;

    [ThreadStatic]
    private static Scratch? scratch;

    private readonly int queries;
    private readonly int padded;
    private readonly int keys;
    private readonly float scale;
    private readonly MaskRows? mask;
    private readonly RotaryPositions? rotation;
    private readonly DropoutPlan plan;

    /// <param name="heads">H.</param>
    /// <param name="width">K.</param>
    /// <param name="queries">L.</param>
    /// <param name="keys">S.</param>
    /// <param name="mask">What may attend to what; null: everything.</param>
    /// <param name="rotation">How queries and keys are turned; null: they are not.</param>
    /// <param name="dropout">The share of weights to drop.</param>
    public AttentionHead(int heads, int width, int queries, int keys, ScoreMask? mask, RotaryPositions? rotation, double dropout)
    {
        (Heads, Width, this.queries, this.keys, this.rotation) = (heads, width, queries, keys, rotation);
        this.mask = mask?.Rows;
        padded = (queries + VectorWidth - 1) / VectorWidth * VectorWidth;
        scale = (float)(1 / Math.Sqrt(width));
        plan = DropoutPlan.Draw(dropout);
    }

    /// <summary>H.</summary>
    public int Heads { get; }

    /// <summary>K.</summary>
    public int Width { get; }

    /// <summary>Where a row's keys begin; its queries begin at 0.</summary>
    public required int Keys { get; init; }

    /// <summary>Where a row's values begin.</summary>
    public required int Values { get; init; }

    /// <summary>What the sequence of this index sees.</summary>
    /// <param name="sequence">Its index in the batch.</param>
    /// <param name="from">Rows of queries.</param>
    /// <param name="to">Rows of keys and values.</param>
    /// <param name="seen">Receives L rows.</param>
    public void Forward(int sequence, TensorRows from, TensorRows to, TensorRows seen)
    {
        var work = Begin(sequence);
        var random = plan.Stream(sequence);
        for (var head = 0; head < Heads; head++)
        {
            ReadFactors(work, sequence, head, from, to);
            Weigh(work);
            Drop(work, ref random);
            Multiply(work.Dropped, 1, padded, queries, keys, work.Value, Width, work.Seen);
            seen.Write((long)sequence * queries, queries, head * Width, Width, work.Seen);
        }
    }

    /// <summary>The gradients of a sequence's queries, keys and values.</summary>
    /// <param name="sequence">Its index in the batch.</param>
    /// <param name="from">Rows of queries.</param>
    /// <param name="to">Rows of keys and values.</param>
    /// <param name="seen">∂o.</param>
    /// <param name="fromGradient">Receives ∂q.</param>
    /// <param name="toGradient">Receives ∂k and ∂v.</param>
    public void Backward(int sequence, TensorRows from, TensorRows to, TensorRows seen, TensorRows fromGradient, TensorRows toGradient)
    {
        var work = Begin(sequence);
        var random = plan.Stream(sequence);     // drops what the way forward dropped
        var (firstQuery, firstKey) = ((long)sequence * queries, (long)sequence * keys);
        for (var head = 0; head < Heads; head++)
        {
            var offset = head * Width;
            ReadFactors(work, sequence, head, from, to);
            Weigh(work);
            Drop(work, ref random);
            seen.Read(firstQuery, queries, offset, Width, work.Seen);

            Multiply(work.Dropped, padded, 1, keys, queries, work.Seen, Width, work.Gradient);             // ∂v
            toGradient.Write(firstKey, keys, Values + offset, Width, work.Gradient);

            Transpose(work.Seen, work.Transposed);
            Multiply(work.Value, Width, 1, keys, Width, work.Transposed, padded, work.Scores);             // v ∂oᵀ
            DifferentiateSoftmax(work);

            Multiply(work.Scores, 1, padded, queries, keys, work.Key, Width, work.Gradient);               // ∂q
            Scale(work.Gradient, queries * Width, scale);
            rotation?.TurnBack(work.Gradient, queries);
            fromGradient.Write(firstQuery, queries, offset, Width, work.Gradient);

            Multiply(work.Scores, padded, 1, keys, queries, work.Query, Width, work.Gradient);             // ∂k
            rotation?.TurnBack(work.Gradient, keys);
            toGradient.Write(firstKey, keys, Keys + offset, Width, work.Gradient);
        }
    }

    private Scratch Begin(int sequence)
    {
        scratch = Scratch.Of(scratch, padded, keys, Width);
        if (mask is not null && !(mask.Sequences == 1 && ReferenceEquals(scratch.Masked, this)))
        {
            mask.ReadColumns(sequence, queries, padded, scratch.Mask);
            scratch.Masked = this;
        }

        return scratch;
    }

    private void ReadFactors(Scratch work, int sequence, int head, TensorRows from, TensorRows to)
    {
        from.Read((long)sequence * queries, queries, head * Width, Width, work.Query);
        to.Read((long)sequence * keys, keys, Keys + (head * Width), Width, work.Key);
        to.Read((long)sequence * keys, keys, Values + (head * Width), Width, work.Value);
        rotation?.Turn(work.Query, queries);
        rotation?.Turn(work.Key, keys);
        Scale(work.Query, queries * Width, scale);
    }

    /// <summary>wᵀ = softmax(q kᵀ + mask)ᵀ.</summary>
    private void Weigh(Scratch work)
    {
        Transpose(work.Query, work.Transposed);
        ref var start = ref mask is null ? ref work.Zeros[0] : ref work.Mask[0];
        LinearTile.Sum(
            new TileFactor(ref work.Key[0], Width, 1), keys, Width, ref work.Transposed[0], padded, ref start, mask is null ? 0 : padded, ref work.Weights[0], padded);
        for (var lane = 0; lane < padded; lane += VectorWidth)
            Normalize(ref work.Weights[lane]);
    }

    /// <summary>The softmax of sixteen queries, down the rows.</summary>
    private void Normalize(ref float scores)
    {
        var (count, step) = ((nuint)keys, (nuint)padded);
        var greatest = Vector512.LoadUnsafe(ref scores);
        for (nuint key = 1; key < count; key++)
            greatest = Vector512.Max(greatest, Vector512.LoadUnsafe(ref scores, key * step));
        var sum = Vector512<float>.Zero;
        for (nuint key = 0; key < count; key++)
        {
            var exponential = VectorExponential.Of(Vector512.LoadUnsafe(ref scores, key * step) - greatest);
            sum += exponential;
            exponential.StoreUnsafe(ref scores, key * step);
        }

        var factor = Vector512<float>.One / sum;
        for (nuint key = 0; key < count; key++)
            (Vector512.LoadUnsafe(ref scores, key * step) * factor).StoreUnsafe(ref scores, key * step);
    }

    /// <summary>w ⊙ d.</summary>
    private void Drop(Scratch work, ref LaneRandom random)
    {
        var count = (nuint)(keys * padded);
        ref var weights = ref work.Weights[0];
        ref var dropped = ref work.Dropped[0];
        if (plan.DropsNothing)
        {
            work.Weights.AsSpan(0, (int)count).CopyTo(work.Dropped);
            return;
        }

        for (nuint i = 0; i < count; i += 2 * VectorWidth)       // in pairs of vectors: the scratch has room for one more
        {
            var (lower, upper) = plan.Next(ref random);
            (Vector512.LoadUnsafe(ref weights, i) * lower).StoreUnsafe(ref dropped, i);
            (Vector512.LoadUnsafe(ref weights, i + VectorWidth) * upper).StoreUnsafe(ref dropped, i + VectorWidth);
        }
    }

    /// <summary>From (∂o vᵀ)ᵀ to the scores' gradient: (w ⊙ d) ⊙ ∂o vᵀ − w Σ (w ⊙ d) ⊙ ∂o vᵀ.</summary>
    private void DifferentiateSoftmax(Scratch work)
    {
        var (count, step) = ((nuint)keys, (nuint)padded);
        for (nuint lane = 0; lane < step; lane += VectorWidth)
        {
            ref var scores = ref work.Scores[lane];
            ref var weights = ref work.Weights[lane];
            ref var dropped = ref work.Dropped[lane];
            var sum = Vector512<float>.Zero;
            for (nuint key = 0; key < count; key++)
            {
                var product = Vector512.LoadUnsafe(ref scores, key * step) * Vector512.LoadUnsafe(ref dropped, key * step);
                sum += product;
                product.StoreUnsafe(ref scores, key * step);
            }

            for (nuint key = 0; key < count; key++)
                (Vector512.LoadUnsafe(ref scores, key * step) - (sum * Vector512.LoadUnsafe(ref weights, key * step))).StoreUnsafe(ref scores, key * step);
        }
    }

    /// <summary>y [rows, width] = x [rows, terms] · w [terms, width].</summary>
    private static void Multiply(float[] x, int rowStep, int termStep, int rows, int terms, float[] w, int width, float[] y) =>
        LinearTile.Sum(new TileFactor(ref x[0], rowStep, termStep), rows, terms, ref w[0], width, ref scratch!.Zeros[0], 0, ref y[0], width);

    /// <summary>[P, K] to [K, P]; what stands behind the queries is no matter.</summary>
    private void Transpose(float[] rows, float[] columns) => Transposition.Of(ref rows[0], padded, Width, ref columns[0]);

    private static void Scale(float[] values, int count, float factor)
    {
        ref var first = ref values[0];
        for (nuint i = 0; i < (nuint)count; i += VectorWidth)
            (Vector512.LoadUnsafe(ref first, i) * factor).StoreUnsafe(ref first, i);
    }

    /// <summary>The memory of one thread: some tens of kilobytes for sentences.</summary>
    private sealed class Scratch(int padded, int keys, int width)
    {
        /// <summary>Whose mask was read last.</summary>
        public AttentionHead? Masked { get; set; }

        public float[] Zeros { get; } = new float[Math.Max(padded, width)];

        public float[] Mask { get; } = new float[keys * padded];

        public float[] Query { get; } = new float[padded * width];

        public float[] Key { get; } = new float[keys * width];

        public float[] Value { get; } = new float[keys * width];

        public float[] Transposed { get; } = new float[padded * width];

        public float[] Seen { get; } = new float[padded * width];

        public float[] Gradient { get; } = new float[Math.Max(padded, keys) * width];

        public float[] Weights { get; } = new float[(keys * padded) + VectorWidth];

        public float[] Dropped { get; } = new float[(keys * padded) + VectorWidth];

        public float[] Scores { get; } = new float[keys * padded];

        /// <summary>The same, or one that holds what this one holds and more.</summary>
        public static Scratch Of(Scratch? scratch, int padded, int keys, int width) => scratch switch
        {
            null => new(padded, keys, width),
            _ when scratch.Holds(padded, keys, width) => scratch,
            _ => scratch.Grown(padded, keys, width),
        };

        private bool Holds(int morePadded, int moreKeys, int moreWidth) => morePadded <= padded && moreKeys <= keys && moreWidth <= width;

        private Scratch Grown(int morePadded, int moreKeys, int moreWidth) =>
            new(Math.Max(padded, morePadded), Math.Max(keys, moreKeys), Math.Max(width, moreWidth));
    }
}
