using System.Collections.Immutable;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Tandem.Learning.Trajectories;

// Legend: K steps of the window, M tokens of a step, H heads.

/// <summary>Where a <see cref="DecisionTransformer"/> looked when it made one decision: how much of the attention of the token that the action is read from went to each token of the window.</summary>
public sealed record DecisionAttention
{
    /// <summary>The tokens that it saw, in order: what it was (return, observation, action) and how many steps before the decision.</summary>
    public required ImmutableArray<(string Token, int StepsBefore)> Tokens { get; init; }

    /// <summary>The weights of each layer, the mean over its heads, [layer][token]; each layer's add up to 1.</summary>
    public required ImmutableArray<ImmutableArray<double>> Layers { get; init; }

    /// <summary>The step of the ride in which the decision was made, from 0.</summary>
    public required int Step { get; init; }

    /// <summary>Lets a model ride until its window is full, or to the end of the ride, and explains the last decision.</summary>
    /// <param name="model">A Transformer in evaluation mode; it stays the caller's.</param>
    /// <param name="world">One world; it is reset.</param>
    /// <param name="target">The return it asks for; 0 for a model that takes none.</param>
    /// <param name="seed">The world's seed.</param>
    /// <exception cref="ArgumentException">The model has no attention, or there is not one world.</exception>
    public static DecisionAttention Of(DecisionTransformer model, IVectorEnvironment world, double target, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(world);
        if (model.Options.Sequence != SequenceModel.Transformer || world.Count != 1)
        {
            throw new ArgumentException($"a decision of {world.Count} riders by {model.Options.Sequence} cannot be explained: give one world and a Transformer");
        }

        var policy = new DecisionTransformerPolicy(model, PolicyMode.Greedy, RandomStream.Create(seed, StreamPurpose.EvaluationPolicy), target);
        var memory = new RideMemory(model.Options.Window, target);
        var actions = new ActionBatch(world.Actions, 1);
        double[] rewards = [0];
        world.Reset(seed, StreamPurpose.Evaluation);
        policy.Begin(0);
        for (var step = 0; ; step++)
        {
            memory.Observe(world.CurrentObservations, model.Description.NeedsTarget ? rewards[0] : 0);
            policy.Act(world.CurrentObservations, rewards, actions);
            var explained = Explain(model, memory, step);
            memory.Act(actions[0]);
            world.Step(actions);
            rewards[0] = world.Rewards[0];
            if (step + 1 == model.Options.Context || world.Terminated[0] || world.Truncated[0])
            {
                return explained;
            }
        }
    }

    private static DecisionAttention Explain(DecisionTransformer model, RideMemory memory, int step)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var world = model.Description.World;
        var batch = new WindowBatch(world, 1, memory.Steps);
        memory.CopyTo(batch, 0);
        var weights = model.Explain(RideTensors.Of(batch, new ObservationEncoder(world.Observations), model.Actions)); // of each layer [1, H, K M, K M]
        string[] names = model.Description.IsConditioned ? ["return", "observation", "action"] : ["observation", "action"];
        var reading = (names.Length * memory.Steps) - 2;
        return new DecisionAttention
        {
            Tokens = [.. Enumerable.Range(0, reading + 1).Select(token => (names[token % names.Length], memory.Steps - 1 - (token / names.Length)))],
            Layers = [.. weights.Select(layer => Numbers(layer[0].mean([0])[reading], reading + 1))],
            Step = step,
        };
    }

    /// <summary>The first of a row's numbers: later tokens are out of sight.</summary>
    private static ImmutableArray<double> Numbers(Tensor row, int count) =>
        [.. MemoryMarshal.Cast<byte, float>(row.to(ScalarType.Float32).contiguous().bytes)[..count].ToArray().Select(weight => (double)weight)];
}
