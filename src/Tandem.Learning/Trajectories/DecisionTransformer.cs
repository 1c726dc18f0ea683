using Tandem.Learning.Transformers;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using Dropout = Tandem.Learning.Transformers.Dropout;
using Linear = TorchSharp.Modules.Linear;

namespace Tandem.Learning.Trajectories;

// Legend: B windows, K steps of each, W encoded observation width, A numbers of an action, N outputs, D model width,
// M tokens a step: 3 (return, observation, action), or 2 without returns.

/// <summary>
/// A decoder-only Transformer over rides (Chen et al., "Decision Transformer: reinforcement learning via sequence modeling",
/// 2021): each step is a token for the return still to come, one for the observation and one for the action, and the action
/// is read where the observation stands. Without the returns it only imitates: behaviour cloning with a memory.
/// </summary>
/// <remarks>
/// Where this differs from the paper: a critic may say what stands for the return (<see cref="ReturnTokens"/>), as in
/// "Q-learning decision transformer" (Yamagata et al., 2023), but measured from what the observation promises, V(s), so that
/// nobody has to ask for a target and acting needs no critic, and better actions count more in training; layers normalise before each part; a return that nobody knows,
/// as of an episode that was cut, has a token of its own; observations are normalised by moments that are saved with the model;
/// each layer looks back over a band of steps only, and the order of steps is told by the distance of tokens, unless the
/// options say otherwise.
/// Windows are filled up behind their last step, where the causal mask keeps them out of sight.
/// </remarks>
public sealed class DecisionTransformer : nn.Module
{
    private readonly IActionForm actions;

    [ComponentName(Name = "return_embedding")]
    private readonly Linear? returnEmbedding;

    [ComponentName(Name = "unfinished_embedding")]
    private readonly Parameter? unfinishedEmbedding;

    [ComponentName(Name = "observation_embedding")]
    private readonly Linear observationEmbedding;

    [ComponentName(Name = "action_embedding")]
    private readonly nn.Module<Tensor, Tensor> actionEmbedding;

    [ComponentName(Name = "timestep_embedding")]
    private readonly Embedding? timestepEmbedding;

    [ComponentName(Name = "embedding_norm")]
    private readonly LayerNorm embeddingNorm;

    [ComponentName(Name = "stack")]
    private readonly TransformerStack? stack;

    [ComponentName(Name = "lstm")]
    private readonly LSTM? lstm;

    [ComponentName(Name = "action_head")]
    private readonly Linear actionHead;

    private readonly AttentionMask? band;
    private readonly Tensor observationMeans;
    private readonly Tensor observationDeviations;

    /// <summary>A model with its first weights, drawn from libtorch's global stream.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="description">What it is made for.</param>
    /// <param name="precision">The number format of products.</param>
    /// <exception cref="ArgumentException">Options that contradict each other.</exception>
    public DecisionTransformer(DecisionTransformerOptions options, RiderDescription description, Precision precision = Precision.Auto)
        : base(nameof(DecisionTransformer))
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(description);
        (Options, Description) = (options, description);
        actions = description.World.Actions is Box box
            ? new ValueActions(box, description.ActionCentres.AsSpan(), description.ActionHalves.AsSpan())
            : new ChoiceActions(description.World.Actions, options.ActionHeads);
        var width = options.Width;
        if (description.IsConditioned)
        {
            returnEmbedding = nn.Linear(1, width);
            unfinishedEmbedding = new Parameter(zeros(width));
        }

        observationEmbedding = nn.Linear(description.ObservationMeans.Length, width);
        actionEmbedding = actions.NewEmbedding(width);
        timestepEmbedding = options.Positions == StepPositions.Timesteps ? nn.Embedding(description.Timesteps, width) : null;
        band = options.BandSteps == 0 ? null : AttentionMask.Banded(options.BandSteps, description.IsConditioned ? 3 : 2);
        embeddingNorm = nn.LayerNorm(width);
        if (options.Sequence == SequenceModel.Transformer)
        {
            stack = new TransformerStack(options.Stack(), StackForm.DecoderOnly, precision);
        }
        else
        {
            lstm = nn.LSTM(width, width, options.Layers, batchFirst: true);
        }

        actionHead = nn.Linear(width, actions.OutputWidth);
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

    /// <summary>What its outputs mean.</summary>
    internal IActionForm Actions => actions;

    /// <summary>The logits of each step's action, or its values where actions come from a box.</summary>
    /// <param name="batch">Windows; each place's action is seen only by later steps.</param>
    /// <returns>[B, K, N].</returns>
    public Tensor Forward(RideTensors batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var (b, k) = (batch.Timesteps.shape[0], batch.Timesteps.shape[1]);
        var inputs = Dropout.Apply(Embed(batch), Options.Dropout, training);
        var features = stack is not null ? stack.Forward(inputs, band) : lstm!.call(inputs).Item1;
        var atObservations = features.reshape(b, k, -1, Options.Width).select(2, returnEmbedding is null ? 0 : 1);
        return actions.Shape(actionHead.call(atObservations));
    }

    /// <summary>The attention weights of each layer, [B, H, K M, K M].</summary>
    internal IReadOnlyList<Tensor> Explain(RideTensors batch) => [.. stack!.Explain(Embed(batch), mask: band).Select(layer => layer.Own)];

    /// <summary>Embeds each step's tokens in causal order, each with its timestep where there is a table of them, [B, K M, D].</summary>
    private Tensor Embed(RideTensors batch)
    {
        var observations = observationEmbedding.call((batch.Observations - observationMeans) / observationDeviations);
        var taken = actions.Embed(actionEmbedding, batch.Actions);                       // [B, K, A] → [B, K, D]
        var tokens = returnEmbedding is null
            ? torch.stack([observations, taken], 2)
            : torch.stack([EmbedReturns(batch), observations, taken], 2);                // [B, K, M, D]
        if (timestepEmbedding is not null)
        {
            tokens = tokens + timestepEmbedding.call(batch.Timesteps.clamp_max(Scalars.Of(Description.Timesteps - 1L))).unsqueeze(2);
        }

        return embeddingNorm.call(tokens).flatten(1, 2);
    }

    /// <summary>The return token: a line through the scaled return, or the token of a return that is not known.</summary>
    private Tensor EmbedReturns(RideTensors batch)
    {
        var known = returnEmbedding!.call((batch.ReturnsToGo / Scalars.Of(Description.ReturnScale)).unsqueeze(-1)); // [B, K, D]
        return where(batch.Unknown.unsqueeze(-1), unfinishedEmbedding!, known);
    }
}
