using System.Buffers;

namespace Tandem.Inference.Transformers;

// Legend: R rows, D model width, V vocabulary.

/// <summary>What rows hold on their way through a stack. Threads share it, each with rows of its own.</summary>
internal sealed class RowBuffers : IDisposable
{
    private readonly int width;
    private readonly int weightsStride;
    private readonly float[] states;
    private readonly float[] parts;
    private readonly float[] projected;
    private readonly float[] seen;
    private readonly float[] weights;

    /// <param name="description">Of the model.</param>
    /// <param name="rows">R: how many rows there is room for.</param>
    /// <param name="mostKeys">How many keys a row may attend to.</param>
    public RowBuffers(TransformerDescription description, int rows, int mostKeys)
    {
        (width, Rows, MostKeys) = (description.Width, rows, HeadAttention.Padded(mostKeys));
        var inner = FeedForwardActivation.IsGated(description.FeedForward) ? 2 * description.InnerWidth : description.InnerWidth;
        PartStride = PackedMatrix.Padded(width);
        ProjectedStride = PackedMatrix.Padded(Math.Max(3 * width, inner));
        states = Rent(width);
        parts = Rent(PartStride);
        projected = Rent(ProjectedStride);
        seen = Rent(width);
        weights = Rent(weightsStride = description.Heads * MostKeys);

        float[] Rent(int stride) => ArrayPool<float>.Shared.Rent(checked(rows * stride));
    }

    /// <summary>R.</summary>
    public int Rows { get; }

    /// <summary>How many keys a row may attend to.</summary>
    public int MostKeys { get; }

    /// <summary>D rounded up to whole panels.</summary>
    public int PartStride { get; }

    /// <summary>The widest projection, rounded up to whole panels.</summary>
    public int ProjectedStride { get; }

    /// <summary>The residual stream, from a row on: rows of D.</summary>
    public Span<float> States(int row) => states.AsSpan(row * width, (Rows - row) * width);

    /// <summary>What a part of a layer is given and what it gives, from a row on: rows of <see cref="PartStride"/>.</summary>
    public Span<float> Parts(int row) => parts.AsSpan(row * PartStride, (Rows - row) * PartStride);

    /// <summary>Queries, keys and values, or the hidden layer, from a row on: rows of <see cref="ProjectedStride"/>.</summary>
    public Span<float> Projected(int row) => projected.AsSpan(row * ProjectedStride, (Rows - row) * ProjectedStride);

    /// <summary>What heads have seen, from a row on: rows of D.</summary>
    public Span<float> Seen(int row) => seen.AsSpan(row * width, (Rows - row) * width);

    /// <summary>The weights of all heads of one row.</summary>
    public Span<float> Weights(int row) => weights.AsSpan(row * weightsStride, weightsStride);

    public void Dispose()
    {
        foreach (var rented in (ReadOnlySpan<float[]>)[states, parts, projected, seen, weights])
            ArrayPool<float>.Shared.Return(rented);
    }
}
