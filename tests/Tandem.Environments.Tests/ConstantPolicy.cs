namespace Tandem.Environments.Tests;

/// <summary>Always makes the same choices; remembers what it was told.</summary>
internal sealed class ConstantPolicy(params int[] choices) : IPolicy
{
    public List<int> Begun { get; } = [];

    public List<double[]> LastRewards { get; } = [];

    public void Begin(int world) => Begun.Add(world);

    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<double> lastRewards, ActionBatch actions)
    {
        LastRewards.Add(lastRewards.ToArray());
        for (var place = 0; place < actions.Choices.Length; place++)
        {
            actions.Choices[place] = choices[place % choices.Length];
        }
    }
}
