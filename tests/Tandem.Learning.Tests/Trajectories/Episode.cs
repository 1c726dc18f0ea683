using Tandem.Environments;
using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

/// <summary>An episode in arrays, to be written and compared.</summary>
internal sealed record Episode(EpisodeInfo Info, float[] Observations, int[] Choices, float[] Values, double[] Rewards)
{
    public EpisodeView View => new() { Info = Info, Observations = Observations, Choices = Choices, Values = Values, Rewards = Rewards };

    /// <summary>An episode of a world with these rewards; step t of episode n shows 100 n + t.</summary>
    public static Episode Of(RecordedWorld world, int number, double[] rewards, bool terminated = true, bool truncated = false)
    {
        var (seen, acted) = (world.Observations.Width, world.Actions.Width);
        var isBox = world.Actions is Box;
        return new Episode(
            EpisodeInfo.Of(rewards, terminated, truncated, seed: 7, world: number),
            [.. Enumerable.Range(0, (rewards.Length + 1) * seen).Select(i => (100 * number) + (i / seen) + (0.25f * (i % seen)))],
            isBox ? [] : [.. Enumerable.Range(0, rewards.Length * acted).Select(i => (number + i) % 2)],
            isBox ? [.. Enumerable.Range(0, rewards.Length * acted).Select(i => 1f / (1 + number + i))] : [],
            rewards);
    }

    public static Episode Copy(EpisodeView view) => new(
        view.Info, view.Observations.ToArray(), view.Choices.ToArray(), view.Values.ToArray(), view.Rewards.ToArray());

    public static void AssertEqual(Episode expected, Episode actual)
    {
        Assert.Equal(expected.Info, actual.Info);
        Assert.Equal(expected.Observations, actual.Observations);
        Assert.Equal(expected.Choices, actual.Choices);
        Assert.Equal(expected.Values, actual.Values);
        Assert.Equal(expected.Rewards, actual.Rewards);
    }
}
