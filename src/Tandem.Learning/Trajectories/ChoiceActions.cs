using Tandem.Inference.Trajectories;
using static TorchSharp.torch;

namespace Tandem.Learning.Trajectories;

// Legend: B windows, K steps of each, H action heads, N logits, D model width.

/// <summary>
/// Discrete and multi-discrete actions: an embedding for each choice of each head, categorical distributions out, and
/// cross-entropy between them.
/// </summary>
internal sealed class ChoiceActions(Space actions, ActionHeads form) : IActionForm
{
    private readonly CategoricalHeads heads = new(actions, form);

    /// <inheritdoc/>
    public int OutputWidth => heads.LogitCount;

    /// <inheritdoc/>
    public nn.Module<Tensor, Tensor> NewEmbedding(int width) => nn.Embedding(heads.LogitCount, width);

    /// <summary>Each head's choice as its row in the table of embeddings, [B, K, H] int64: a head's first row stands behind the last of the head before it.</summary>
    public Tensor Read(WindowBatch batch)
    {
        var (places, width, count) = (batch.Size * batch.Context, batch.ActionWidth, heads.Sizes.Length);
        var rows = new long[places * count];
        Span<int> picks = stackalloc int[count];
        for (var place = 0; place < places; place++)
        {
            heads.FromAction(batch.Choices.AsSpan(place * width, width), picks);
            for (var (head, offset) = (0, 0); head < count; offset += heads.Sizes[head++])
            {
                rows[(place * count) + head] = offset + picks[head];
            }
        }

        return tensor(rows, [batch.Size, batch.Context, count]);
    }

    /// <inheritdoc/>
    public Tensor Embed(nn.Module<Tensor, Tensor> embedding, Tensor actions) => embedding.call(actions).sum(2);

    /// <inheritdoc/>
    public Tensor Shape(Tensor outputs) => outputs;

    /// <inheritdoc/>
    public Tensor SummedLoss(Tensor outputs, Tensor actions, Tensor weights)
    {
        var sum = zeros(1);
        var offset = 0;
        for (var head = 0; head < heads.Sizes.Length; head++)
        {
            var size = heads.Sizes[head];
            var chosen = actions.select(2, head) - Scalars.Of((long)offset);
            var losses = nn.functional.cross_entropy(outputs.narrow(2, offset, size).reshape(-1, size), chosen.reshape(-1), reduction: nn.Reduction.None);
            sum = sum + losses.dot(weights.reshape(-1));
            offset += size;
        }

        return sum.squeeze();
    }

    /// <inheritdoc/>
    public void Choose(ReadOnlySpan<float> outputs, PolicyMode mode, ref RandomStream random, ActionBatch actions, int world) =>
        RideChoices.Choose(heads, outputs, mode, ref random, actions, world);
}
