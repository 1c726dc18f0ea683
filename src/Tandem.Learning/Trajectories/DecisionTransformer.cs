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
/// nobody has to ask for a target and acting needs no critic; layers normalise before each part; a return that nobody knows,
/// as of an episode that was cut, has a token of its own; observations are normalised by moments that are saved with the model.
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
    private readonly Embedding timestepEmbedding;

    [ComponentName(Name = "embedding_norm")]
    private readonly LayerNorm embeddingNorm;

    [ComponentName(Name = "stack")]
    private readonly TransformerStack? stack;

    [ComponentName(Name = "lstm")]
    private readonly LSTM? lstm;

    [ComponentName(Name = "action_head")]
    private readonly Linear actionHead;

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
        timestepEmbedding = nn.Embedding(description.Timesteps, width);
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
        var tokens = Embed(batch);                                       // [B, K, M, D]
        var (b, k, m) = (tokens.shape[0], tokens.shape[1], tokens.shape[2]);
        var inputs = Dropout.Apply(embeddingNorm.call(tokens), Options.Dropout, training).reshape(b, k * m, Options.Width);
        var features = stack is not null ? stack.Forward(inputs) : lstm!.call(inputs).Item1;
        var atObservations = features.reshape(b, k, m, Options.Width).select(2, m - 2);
        return actions.Shape(actionHead.call(atObservations));
    }

    /// <summary>Embeds each step's tokens in causal order, each with its timestep.</summary>
    private Tensor Embed(RideTensors batch)
    {
        var timesteps = timestepEmbedding.call(batch.Timesteps.clamp_max(Scalars.Of(Description.Timesteps - 1L))); // [B, K, D]
        var observations = observationEmbedding.call((batch.Observations - observationMeans) / observationDeviations) + timesteps;
        var taken = actions.Embed(actionEmbedding, batch.Actions) + timesteps;           // [B, K, A] → [B, K, D]
        return returnEmbedding is null
            ? stack([observations, taken], 2)
            : stack([EmbedReturns(batch) + timesteps, observations, taken], 2);

        static Tensor stack(Tensor[] parts, long dimension) => torch.stack(parts, dimension);
    }

    /// <summary>The return token: a line through the scaled return, or the token of a return that is not known.</summary>
    private Tensor EmbedReturns(RideTensors batch)
    {
        var known = returnEmbedding!.call((batch.ReturnsToGo / Scalars.Of(Description.ReturnScale)).unsqueeze(-1)); // [B, K, D]
        return where(batch.Unknown.unsqueeze(-1), unfinishedEmbedding!, known);
    }
}
