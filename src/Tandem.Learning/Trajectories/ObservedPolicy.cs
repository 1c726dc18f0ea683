namespace Tandem.Learning.Trajectories;

/// <summary>A rider who looks up what was best in the recorded episodes, at each step of its ride.</summary>
internal sealed class ObservedPolicy(ObservedTransitions seen, ActionNumbers numbers) : IPolicy
{
    private int[] taken = [];

    public void Begin(int world)
    {
        if (world >= taken.Length)
        {
            Array.Resize(ref taken, world + 1);
        }

        taken[world] = 0;
    }

    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<double> lastRewards, ActionBatch actions)
    {
        var (seenWidth, width) = (observations.Length / actions.Count, actions.Space.Width);
        for (var world = 0; world < actions.Count; world++)
        {
            var state = seen.StateOf(observations.Slice(world * seenWidth, seenWidth));
            var step = Math.Min(taken[world]++, seen.Steps - 1);
            numbers.Choices(state < 0 ? 0 : seen.Solution.Actions[step][state], actions.Choices.Slice(world * width, width));
        }
    }
}
