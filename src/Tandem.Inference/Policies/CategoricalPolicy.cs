namespace Tandem.Inference;

/// <summary>How a trained policy turns its distribution into an action.</summary>
public enum PolicyMode
{
    /// <summary>The most likely action: the greedy ride.</summary>
    Greedy,

    /// <summary>A draw from the distribution.</summary>
    Sampled,
}

/// <summary>A policy whose network gives the logits of categorical actions.</summary>
public sealed class CategoricalPolicy : IPolicy
{
    private readonly INetwork network;
    private readonly ObservationEncoder encoder;
    private readonly CategoricalHeads heads;
    private readonly PolicyMode mode;
    private RandomStream random;
    private float[] encoded = [];
    private float[] logits = [];
    private readonly int[] picks;

    /// <summary>A policy over a network.</summary>
    /// <param name="network">Encoded observations in, logits out.</param>
    /// <param name="encoder">How the network is shown an observation.</param>
    /// <param name="heads">What the logits mean.</param>
    /// <param name="mode">Greedy or sampled.</param>
    /// <param name="random">Where a sampled policy draws from.</param>
    public CategoricalPolicy(INetwork network, ObservationEncoder encoder, CategoricalHeads heads, PolicyMode mode, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(heads);
        RequireFit(network, encoder, heads);
        (this.network, this.encoder, this.heads, this.mode, this.random) = (network, encoder, heads, mode, random);
        picks = new int[heads.Sizes.Length];
    }

    /// <inheritdoc/>
    public void Begin(int world)
    {
        // A feed-forward policy remembers nothing.
    }

    /// <inheritdoc/>
    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<double> lastRewards, ActionBatch actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        var rows = actions.Count;
        if (logits.Length < rows * heads.LogitCount)
        {
            encoded = new float[rows * encoder.Width];
            logits = new float[rows * heads.LogitCount];
        }

        encoder.Encode(observations, rows, encoded);
        network.Forward(encoded, rows, logits);
        for (var row = 0; row < rows; row++)
        {
            Choose(logits.AsSpan(row * heads.LogitCount, heads.LogitCount));
            heads.ToAction(picks, actions.Choices.Slice(row * actions.Space.Width, actions.Space.Width));
        }
    }

    private void Choose(ReadOnlySpan<float> row)
    {
        if (mode == PolicyMode.Greedy)
        {
            heads.Mode(row, picks);
        }
        else
        {
            heads.Sample(row, ref random, picks);
        }
    }

    internal static void RequireFit(INetwork network, ObservationEncoder encoder, CategoricalHeads heads)
    {
        if (network.InputWidth != encoder.Width || network.OutputWidth != heads.LogitCount)
        {
            throw new ArgumentException(
                $"a network of {network.InputWidth} inputs and {network.OutputWidth} outputs does not fit: observations need {encoder.Width} inputs, actions {heads.LogitCount} outputs");
        }
    }
}
