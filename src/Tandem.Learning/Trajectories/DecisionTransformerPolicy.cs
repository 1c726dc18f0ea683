using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Tandem.Learning.Trajectories;

// Legend: B worlds, K steps of context, W observation width, N logits.

/// <summary>
/// A <see cref="DecisionTransformer"/> that rides: it remembers each world's last K steps, asks for a return, and lowers what
/// it asks for by every reward.
/// </summary>
public sealed class DecisionTransformerPolicy : IPolicy
{
    private readonly DecisionTransformer model;
    private readonly PolicyMode mode;
    private readonly double target;
    private readonly ObservationEncoder encoder;
    private readonly Dictionary<int, RideMemory> rides = [];
    private readonly int[] picks;
    private RandomStream random;

    /// <summary>A rider.</summary>
    /// <param name="model">In evaluation mode; it stays the caller's.</param>
    /// <param name="mode">Greedy, or sampled from the distribution.</param>
    /// <param name="random">Where a sampled rider draws from.</param>
    /// <param name="target">The return it asks for; a model that only imitates takes none.</param>
    /// <exception cref="ArgumentException">The target is no finite number.</exception>
    public DecisionTransformerPolicy(DecisionTransformer model, PolicyMode mode, RandomStream random, double target = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (!double.IsFinite(target))
        {
            throw new ArgumentException(
                $"a target return of {target} cannot be asked for: give a finite number, such as {model.Description.Returns.High}, the highest in the data");
        }

        (this.model, this.mode, this.random, this.target) = (model, mode, random, target);
        encoder = new ObservationEncoder(model.Description.World.Observations);
        picks = new int[model.Heads.Sizes.Length];
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

            ride.Observe(observations.Slice(world * width, width), lastRewards[world]);
        }

        var logits = Logits(actions);
        for (var world = 0; world < actions.Count; world++)
        {
            Choose(logits.AsSpan(world * model.Heads.LogitCount, model.Heads.LogitCount));
            var choices = actions.Choices.Slice(world * actions.Space.Width, actions.Space.Width);
            model.Heads.ToAction(picks, choices);
            rides[world].Act(choices);
        }
    }

    /// <summary>The logits of each world's present step, [B, N].</summary>
    private float[] Logits(ActionBatch actions)
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

        var logits = model.Forward(RideTensors.Of(batch, encoder, model.Heads)).to(ScalarType.Float32); // [B, K, N]
        var present = logits.gather(1, tensor(last).reshape(-1, 1, 1).expand(-1, 1, logits.shape[2]));
        return MemoryMarshal.Cast<byte, float>(present.contiguous().bytes).ToArray();
    }

    private void Choose(ReadOnlySpan<float> logits)
    {
        if (mode == PolicyMode.Greedy)
        {
            model.Heads.Mode(logits, picks);
        }
        else
        {
            model.Heads.Sample(logits, ref random, picks);
        }
    }
}
