using Tandem.Learning.Transformers;
using static TorchSharp.torch;

namespace BicycleTransformer;

// Legend: B rides, L steps, D model width, A joint actions and a start token.

/// <summary>States in, actions out: an encoder over what was seen, a decoder over what was done.</summary>
internal sealed class Rider : nn.Module
{
    public const int LongestRide = 10;
    public const int Actions = 6;
    private const int StartToken = Actions;
    private const int Width = 32;

    private readonly Transformer transformer = new(new TransformerOptions
    {
        Width = Width,
        Heads = 4,
        InnerWidth = 64,
        EncoderLayers = 1,
        DecoderLayers = 1,
        Dropout = 0,
    });

    private readonly PositionEmbedding positions = new(new TransformerOptions { Width = Width, Heads = 4, Dropout = 0 });
    private readonly TorchSharp.Modules.Linear states = nn.Linear(4, Width);
    private readonly TorchSharp.Modules.Embedding actions = nn.Embedding(Actions + 1, Width);
    private readonly TorchSharp.Modules.Linear head = nn.Linear(Width, Actions);

    public Rider()
        : base(nameof(Rider)) => RegisterComponents();

    /// <summary>Cross-entropy of the actions that were taken, padding left out.</summary>
    public Tensor Loss(RideBatch batch)
    {
        var start = full([batch.Actions.shape[0], 1], StartToken, ScalarType.Int64);
        var shifted = cat([start, batch.Actions.narrow(1, 0, LongestRide - 1).clamp_min(0)], 1);
        return nn.functional.cross_entropy(
            Logits(batch.States, shifted, batch.Lengths).reshape(-1, Actions), batch.Actions.reshape(-1), ignore_index: RideBatch.Padding);
    }

    /// <summary>The logits of the action after the states and actions of a ride so far.</summary>
    public Tensor NextLogits(Tensor seen, IReadOnlyList<long> done)
    {
        var shifted = tensor([StartToken, .. done], [1, done.Count + 1]);
        return Logits(seen, shifted, [done.Count + 1]).select(1, -1);
    }

    /// <summary>[B, L, 4] and [B, L] to [B, L, A]; a step sees the states and earlier actions up to its own time.</summary>
    private Tensor Logits(Tensor seen, Tensor shifted, int[] lengths)
    {
        var padding = AttentionMask.FromLengths(lengths, (int)seen.shape[1]);
        var features = transformer.Forward(
            positions.Forward(states.call(seen)), positions.Forward(actions.call(shifted)), padding.And(AttentionMask.Causal), padding);
        return head.call(features);
    }
}
