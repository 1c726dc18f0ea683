namespace Tandem.Inference;

/// <summary>A rider by a network: observations are encoded, and each row of outputs becomes an action by the policy's form.</summary>
public sealed class NetworkPolicy : IPolicy
{
    private readonly INetwork network;
    private readonly ObservationEncoder encoder;
    private readonly PolicyForm form;
    private readonly PolicyMode mode;
    private RandomStream random;
    private float[] encoded = [];
    private float[] outputs = [];

    /// <summary>A policy over a network.</summary>
    /// <param name="network">Encoded observations in; what the form reads out.</param>
    /// <param name="encoder">How the network is shown an observation.</param>
    /// <param name="form">What the outputs mean.</param>
    /// <param name="mode">Greedy or sampled.</param>
    /// <param name="random">Where a sampled policy draws from.</param>
    public NetworkPolicy(INetwork network, ObservationEncoder encoder, PolicyForm form, PolicyMode mode, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(encoder);
        ArgumentNullException.ThrowIfNull(form);
        RequireFit(network, encoder, form);
        form.Require(mode);
        (this.network, this.encoder, this.form, this.mode, this.random) = (network, encoder, form, mode, random);
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
        var (rows, width) = (actions.Count, form.OutputWidth);
        if (outputs.Length < rows * width)
        {
            encoded = new float[rows * encoder.Width];
            outputs = new float[rows * width];
        }

        encoder.Encode(observations, rows, encoded);
        network.Forward(encoded, rows, outputs);
        for (var row = 0; row < rows; row++)
        {
            form.Act(outputs.AsSpan(row * width, width), mode, ref random, actions, row);
        }
    }

    internal static void RequireFit(INetwork network, ObservationEncoder encoder, PolicyForm form)
    {
        if (network.InputWidth != encoder.Width || network.OutputWidth != form.OutputWidth)
        {
            throw new ArgumentException(
                $"a network of {network.InputWidth} inputs and {network.OutputWidth} outputs does not fit: observations need {encoder.Width} inputs, actions {form.OutputWidth} outputs");
        }
    }
}
