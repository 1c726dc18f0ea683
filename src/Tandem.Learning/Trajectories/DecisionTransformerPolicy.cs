using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Tandem.Learning.Trajectories;

// Legend: B worlds, K steps of context, W observation width, N outputs.

/// <summary>
/// A <see cref="DecisionTransformer"/> that rides: it remembers each world's last K steps, asks for a return, and lowers what
/// it asks for by every reward. One that a critic taught asks at every step for the best that there is: an advantage of 0.
/// </summary>
public sealed class DecisionTransformerPolicy : IPolicy
{
    private readonly DecisionTransformer model;
    private readonly PolicyMode mode;
    private readonly double target;
    private readonly ObservationEncoder encoder;
    private readonly Dictionary<int, RideMemory> rides = [];
    private RandomStream random;

    /// <summary>A rider.</summary>
    /// <param name="model">In evaluation mode; it stays the caller's.</param>
    /// <param name="mode">Greedy, or sampled from the distribution.</param>
    /// <param name="random">Where a sampled rider draws from.</param>
    /// <param name="target">The return it asks for; 0 for a model that takes none.</param>
    /// <exception cref="ArgumentException">The target is no finite number, or the model takes none.</exception>
    public DecisionTransformerPolicy(DecisionTransformer model, PolicyMode mode, RandomStream random, double target = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!double.IsFinite(target))
        {
            throw new ArgumentException(
                $"a target return of {target} cannot be asked for: give a finite number, such as {model.Description.Returns.High}, the highest in the data");
        }

        if (target != 0 && !model.Description.NeedsTarget)
        {
            throw new ArgumentException($"a target return of {target} cannot be asked for of a rider that takes none: leave it out");
        }

        (this.model, this.mode, this.random, this.target) = (model, mode, random, target);
        encoder = new ObservationEncoder(model.Description.World.Observations);
    }

    /// <inheritdoc/>
    public void Begin(int world) => rides[world] = new RideMemory(model.Options.Window, target);

    /// <inheritdoc/>
    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<double> lastRewards, ActionBatch actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        var width = encoder.ObservationWidth;
        for (var world = 0; world < actions.Count; world++)
        {
            if (!rides.TryGetValue(world, out var ride))
            {
                rides[world] = ride = new RideMemory(model.Options.Window, target);
            }

            ride.Observe(observations.Slice(world * width, width), model.Description.NeedsTarget ? lastRewards[world] : 0);
        }

        var outputs = Outputs(actions);
        var count = model.Actions.OutputWidth;
        for (var world = 0; world < actions.Count; world++)
        {
            model.Actions.Choose(outputs.AsSpan(world * count, count), mode, ref random, actions, world);
            rides[world].Act(actions[world]);
        }
    }

    /// <summary>The outputs for each world's present step, [B, N].</summary>
    private float[] Outputs(ActionBatch actions)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var longest = Enumerable.Range(0, actions.Count).Max(world => rides[world].Steps);
        var batch = new WindowBatch(model.Description.World.Observations, actions.Space, actions.Count, longest);
        var last = new long[actions.Count];
        for (var world = 0; world < actions.Count; world++)
        {
            rides[world].CopyTo(batch, world);
            last[world] = rides[world].Steps - 1;
        }

        var outputs = model.Forward(RideTensors.Of(batch, encoder, model.Actions)).to(ScalarType.Float32); // [B, K, N]
        var present = outputs.gather(1, tensor(last).reshape(-1, 1, 1).expand(-1, 1, outputs.shape[2]));
        return MemoryMarshal.Cast<byte, float>(present.contiguous().bytes).ToArray();
    }
}
