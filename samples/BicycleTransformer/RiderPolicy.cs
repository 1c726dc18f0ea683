using Tandem.Environments;
using TorchSharp;
using static TorchSharp.torch;

namespace BicycleTransformer;

/// <summary>Rides one world with a <see cref="Rider"/>, which is shown all that was seen and done so far.</summary>
internal sealed class RiderPolicy(Rider rider) : IPolicy
{
    private readonly List<float> seen = [];
    private readonly List<long> done = [];

    public void Begin(int world)
    {
        seen.Clear();
        done.Clear();
    }

    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<double> lastRewards, ActionBatch actions)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        seen.AddRange(observations);
        var logits = rider.NextLogits(tensor(seen.ToArray(), [1, seen.Count / 4, 4]), done);
        var action = logits.argmax().ToInt64();
        done.Add(action);
        (actions.Choices[0], actions.Choices[1]) = ((int)action / 3, (int)action % 3);
    }
}
