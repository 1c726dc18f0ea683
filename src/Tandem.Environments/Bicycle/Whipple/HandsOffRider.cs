namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>Leaves the handlebar of <see cref="WhippleBicycle"/> alone: what the bicycle does by itself.</summary>
internal sealed class HandsOffRider : IPolicy
{
    public void Begin(int world)
    {
    }

    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<double> lastRewards, ActionBatch actions) => actions.Values.Clear();
}
