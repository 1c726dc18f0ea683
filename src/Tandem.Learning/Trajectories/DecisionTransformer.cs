using Tandem.Learning.Transformers;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using Dropout = Tandem.Learning.Transformers.Dropout;
using Linear = TorchSharp.Modules.Linear;

namespace Tandem.Learning.Trajectories;

// Legend: B windows, K steps of each, W encoded observation width, H action heads, N logits, D model width,
// M tokens a step: 3 (return-to-go, observation, action), or 2 without returns.

/// <summary>
/// A decoder-only Transformer over rides (Chen et al., "Decision Transformer: reinforcement learning via sequence modeling",
/// 2021): each step is a token for the return still to come, one for the observation and one for the action, and the action
/// is read where the observation stands. Without the returns it only imitates: behaviour cloning with a memory.
/// </summary>
/// <remarks>
/// Where this differs from the paper: layers normalise before each part; an episode that was cut has a token of its own in
/// place of a return nobody knows; observations are normalised by moments that are saved with the model; each layer looks
/// back over a band of steps only, and the order of steps is told by the distance of tokens, unless the options say otherwise.
/// Windows are filled up behind their last step, where the causal mask keeps them out of sight.
/// </remarks>
public sealed class DecisionTransformer : nn.Module
{
    private readonly CategoricalHeads heads;

    [ComponentName(Name = "return_embedding")]
    private readonly Linear? returnEmbedding;

    [ComponentName(Name = "unfinished_embedding")]
    private readonly Parameter? unfinishedEmbedding;

    [ComponentName(Name = "observation_embedding")]
    private readonly Linear observationEmbedding;

    [ComponentName(Name = "action_embedding")]
    private readonly Embedding actionEmbedding;

    [ComponentName(Name = "timestep_embedding")]
    private readonly Embedding? timestepEmbedding;

    [ComponentName(Name = "embedding_norm")]
    private readonly LayerNorm embeddingNorm;

    [ComponentName(Name = "stack")]
    private readonly TransformerStack stack;

    [ComponentName(Name = "action_head")]
    private readonly Linear actionHead;

    private readonly AttentionMask? band;
    private readonly Tensor observationMeans;
    private readonly Tensor observationDeviations;

    /// <summary>A model with its first weights, drawn from libtorch's global stream.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="description">What it is made for.</param>
    /// <param name="precision">The number format of products.</param>
    /// <exception cref="ArgumentException">Actions that are not choices, or options that contradict each other.</exception>
    public DecisionTransformer(DecisionTransformerOptions options, RiderDescription description, Precision precision = Precision.Auto)
        : base(nameof(DecisionTransformer))
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(description);
        (Options, Description) = (options, description);
        heads = new CategoricalHeads(description.World.Actions);
        var width = options.Width;
        if (description.IsConditioned)
        {
            returnEmbedding = nn.Linear(1, width);
            unfinishedEmbedding = new Parameter(zeros(width));
        }

        observationEmbedding = nn.Linear(description.ObservationMeans.Length, width);
        actionEmbedding = nn.Embedding(heads.LogitCount, width);
        timestepEmbedding = options.Positions == StepPositions.Timesteps ? nn.Embedding(description.Timesteps, width) : null;
        band = options.BandSteps == 0 ? null : AttentionMask.Banded(options.BandSteps, description.IsConditioned ? 3 : 2);
        embeddingNorm = nn.LayerNorm(width);
        stack = new TransformerStack(options.Stack(), StackForm.DecoderOnly, precision);
        actionHead = nn.Linear(width, heads.LogitCount);
        RegisterComponents();
        // The description holds these already: as persistent buffers a file would hold them twice.
        observationMeans = tensor(description.ObservationMeans.AsSpan().ToArray());
        observationDeviations = tensor(description.ObservationDeviations.AsSpan().ToArray());
        register_buffer("observation_means", observationMeans, persistent: false);
        register_buffer("observation_deviations", observationDeviations, persistent: false);
    }

    /// <summary>Its shape.</summary>
    public DecisionTransformerOptions Options { get; }

    /// <summary>What it is made for.</summary>
    public RiderDescription Description { get; }

    /// <summary>What its logits mean.</summary>
    internal CategoricalHeads Heads => heads;

    /// <summary>The logits of each step's action.</summary>
    /// <param name="batch">Windows; each place's action is seen only by later steps.</param>
    /// <returns>[B, K, N].</returns>
    public Tensor Forward(RideTensors batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var (b, k) = (batch.Timesteps.shape[0], batch.Timesteps.shape[1]);
        var features = stack.Forward(Dropout.Apply(Embed(batch), Options.Dropout, training), band);
        var atObservations = features.reshape(b, k, -1, Options.Width).select(2, returnEmbedding is null ? 0 : 1);
        return actionHead.call(atObservations);
    }

    /// <summary>The attention weights of each layer, [B, H, K M, K M].</summary>
    internal IReadOnlyList<Tensor> Explain(RideTensors batch) => [.. stack.Explain(Embed(batch), mask: band).Select(layer => layer.Own)];

    /// <summary>Embeds each step's tokens in causal order, each with its timestep where there is a table of them, [B, K M, D].</summary>
    private Tensor Embed(RideTensors batch)
    {
        var observations = observationEmbedding.call((batch.Observations - observationMeans) / observationDeviations);
        var actions = actionEmbedding.call(batch.Picks).sum(2);                          // [B, K, H] → [B, K, D]
        var tokens = returnEmbedding is null
            ? torch.stack([observations, actions], 2)
            : torch.stack([EmbedReturns(batch), observations, actions], 2);              // [B, K, M, D]
        if (timestepEmbedding is not null)
            tokens = tokens + timestepEmbedding.call(batch.Timesteps.clamp_max(Scalars.Of(Description.Timesteps - 1L))).unsqueeze(2);
        return embeddingNorm.call(tokens).flatten(1, 2);
    }

    /// <summary>The return token: a line through the scaled return, or the token of a return that is not known.</summary>
    private Tensor EmbedReturns(RideTensors batch)
    {
        var known = returnEmbedding!.call((batch.ReturnsToGo / Scalars.Of(Description.ReturnScale)).unsqueeze(-1)); // [B, K, D]
        return where(batch.Unfinished.reshape(-1, 1, 1), unfinishedEmbedding!, known);
    }
}
