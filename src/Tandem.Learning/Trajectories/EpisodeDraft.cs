namespace Tandem.Learning.Trajectories;

/// <summary>
/// An episode that is being ridden in one world. It grows to the longest and is then used again.
/// Legend: W observation width, A action width.
/// </summary>
internal sealed class EpisodeDraft(RecordedWorld recorded, ulong seed, int world)
{
    private const int FirstRoom = 64;

    private readonly int observationWidth = recorded.Observations.Width;
    private readonly int choiceWidth = recorded.Actions is Box ? 0 : recorded.Actions.Width;
    private readonly int valueWidth = recorded.Actions is Box ? recorded.Actions.Width : 0;
    private float[] observations = new float[(FirstRoom + 1) * recorded.Observations.Width];
    private int[] choices = new int[recorded.Actions is Box ? 0 : FirstRoom * recorded.Actions.Width];
    private float[] values = new float[recorded.Actions is Box ? FirstRoom * recorded.Actions.Width : 0];
    private double[] rewards = new double[FirstRoom];
    private int steps;

    /// <summary>Forgets the last episode; this one begins with an observation, [W].</summary>
    public void Begin(ReadOnlySpan<float> observation)
    {
        steps = 0;
        observation.CopyTo(observations);
    }

    /// <summary>Adds a step: what was done, what it earned, and what was seen then, [W].</summary>
    public void Add(ActionView action, double reward, ReadOnlySpan<float> observation)
    {
        if (steps == rewards.Length)
        {
            Grow();
        }

        action.Choices.CopyTo(choices.AsSpan(steps * choiceWidth));
        action.Values.CopyTo(values.AsSpan(steps * valueWidth));
        rewards[steps++] = reward;
        observation.CopyTo(observations.AsSpan(steps * observationWidth));
    }

    public EpisodeView End(bool terminated, bool truncated) => new()
    {
        Info = EpisodeInfo.Of(rewards.AsSpan(0, steps), terminated, truncated, seed, world),
        Observations = observations.AsSpan(0, (steps + 1) * observationWidth),
        Choices = choices.AsSpan(0, steps * choiceWidth),
        Values = values.AsSpan(0, steps * valueWidth),
        Rewards = rewards.AsSpan(0, steps),
    };

    private void Grow()
    {
        var room = 2 * rewards.Length;
        Array.Resize(ref observations, (room + 1) * observationWidth);
        Array.Resize(ref choices, room * choiceWidth);
        Array.Resize(ref values, room * valueWidth);
        Array.Resize(ref rewards, room);
    }
}
