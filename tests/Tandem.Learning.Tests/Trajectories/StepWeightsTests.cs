using Tandem.Environments;
using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

public sealed class StepWeightsTests : IDisposable
{
    private readonly EpisodeFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Better_actions_count_more_and_unknown_ones_nothing()
    {
        var advantages = new StepAdvantages([[0, -2], [-4, float.NaN]], CriticForm.Perceptron, scale: 4);
        var weights = new StepWeights(advantages, temperature: 4 * Math.Log(2) / 2);
        var (first, second) = (new float[2], new float[2]);

        weights.Of(advantages[0], first);
        weights.Of(advantages[1], second);

        Assert.Equal([1, 0.5f, 0.25f, 0], [.. first, .. second], (a, b) => Math.Abs(a - b) < 1e-6f);
        Assert.Equal(1.75f / 4, weights.Mean([0, 1]));
        Assert.Equal(0.125f, weights.Mean([1]));
    }

    [Theory]
    [InlineData(CriticForm.Table)]
    [InlineData(CriticForm.Perceptron)]
    public void All_windows_are_drawn_alike_and_the_mean_step_weighs_one(CriticForm form)
    {
        using var episodes = folder.Open(EpisodeFolder.Choosing, Episode.Of(EpisodeFolder.Choosing, 0, [1, 2, 3]));
        var advantages = new StepAdvantages([[0, -1, -2]], form, scale: 1);
        var weights = new StepWeights(advantages, temperature: Math.Log(2)); // 1, ½, ¼: 7/12 in the mean
        var windows = new EpisodeWindows(episodes, new WindowOptions { Context = 2 }, judged: weights);
        var batch = windows.NewBatch(9_000);
        var random = RandomStream.Create(1, StreamPurpose.Shuffling);

        windows.Draw(ref random, batch);

        for (var start = 0; start < 3; start++)
        {
            Assert.Equal(1 / 3.0, Enumerable.Range(0, batch.Size).Count(window => batch.Timesteps[2 * window] == start) / 9_000.0, 0.02);
        }

        for (var window = 0; window < batch.Size; window++)
        {
            float[] expected = batch.Timesteps[2 * window] switch { 0 => [12 / 7f, 6 / 7f], 1 => [6 / 7f, 3 / 7f], _ => [3 / 7f, 0] };
            Assert.Equal(expected, batch.Weights[(2 * window)..((2 * window) + 2)], (a, b) => Math.Abs(a - b) < 1e-5f);
        }
    }

    [Theory]
    [InlineData(CriticForm.Table, new[] { -1f, -2f, -8f })]
    [InlineData(CriticForm.Perceptron, new[] { 0f, 0f, -8f })]
    public void What_perceptrons_may_err_by_is_told_as_no_loss(CriticForm form, float[] told)
    {
        using var episodes = folder.Open(EpisodeFolder.Choosing, Episode.Of(EpisodeFolder.Choosing, 0, [1, 2, 3]));
        var windows = new EpisodeWindows(
            episodes, new WindowOptions { Context = 1 }, judged: new StepWeights(new StepAdvantages([[-1, -2, -8]], form, scale: 4), temperature: 0));
        var batch = windows.NewBatch(64);
        var random = RandomStream.Create(1, StreamPurpose.Shuffling);

        windows.Draw(ref random, batch);

        Assert.Equal([0, 1, 2], batch.Timesteps.Distinct().Order());
        Assert.All(Enumerable.Range(0, batch.Size), window => Assert.Equal(told[batch.Timesteps[window]], batch.ReturnsToGo[window]));
    }

    [Theory]
    [InlineData(CriticForm.Table)]
    [InlineData(CriticForm.Perceptron)]
    public void More_than_was_promised_is_told_as_the_promise_kept(CriticForm form)
    {
        using var episodes = folder.Open(EpisodeFolder.Choosing, Episode.Of(EpisodeFolder.Choosing, 0, [1, 2, 3]));
        var advantages = new StepAdvantages([[0.5f, -1, float.NaN]], form, scale: 1);
        var windows = new EpisodeWindows(episodes, new WindowOptions { Context = 1 }, judged: new StepWeights(advantages, temperature: 0));
        var batch = windows.NewBatch(64);
        var random = RandomStream.Create(1, StreamPurpose.Shuffling);

        windows.Draw(ref random, batch);

        for (var window = 0; window < batch.Size; window++)
        {
            Assert.Equal(batch.Timesteps[window] == 1 ? -1 : 0, batch.ReturnsToGo[window]);
            Assert.Equal(batch.Timesteps[window] == 2, batch.Unknown[window]);
            Assert.Equal(batch.Timesteps[window] == 2 ? 0 : 1.5f, batch.Weights[window], 1e-6f);
        }

        Assert.Contains(2, batch.Timesteps); // drawn, and not imitated
    }

    [Theory]
    [InlineData(CriticForm.Table)]
    [InlineData(CriticForm.Perceptron)]
    public void Of_some_episodes_only_those_are_weighed(CriticForm form)
    {
        using var episodes = folder.Open(
            EpisodeFolder.Choosing, Episode.Of(EpisodeFolder.Choosing, 0, [1, 2]), Episode.Of(EpisodeFolder.Choosing, 1, [1, 2]), Episode.Of(EpisodeFolder.Choosing, 2, [1, 2]));
        var judged = new StepWeights(new StepAdvantages([[0, 0], [-1_000, -1_000], [float.NaN, float.NaN]], form, scale: 1), Math.Log(2) / 10);
        var random = RandomStream.Create(1, StreamPurpose.Shuffling);

        float[] Weights(ref RandomStream random, params int[] some)
        {
            var windows = new EpisodeWindows(episodes, new WindowOptions { Context = 2 }, some, judged);
            var batch = windows.NewBatch(32);
            windows.Draw(ref random, batch);
            return [.. batch.Weights.Where((_, place) => batch.Mask[place])];
        }

        // Beside the first they would weigh 2⁻¹⁰⁰; of the third nothing is known.
        Assert.All(Weights(ref random, 1), weight => Assert.Equal(1, weight, 1e-6f));
        Assert.All(Weights(ref random, 2), weight => Assert.Equal(0, weight));
    }

    [Theory]
    [InlineData(CriticForm.Table)]
    [InlineData(CriticForm.Perceptron)]
    public void Where_nothing_is_known_nothing_counts(CriticForm form)
    {
        using var episodes = folder.Open(EpisodeFolder.Choosing, Episode.Of(EpisodeFolder.Choosing, 0, [1, 2, 3]));
        var unknown = new StepAdvantages([[float.NaN, float.NaN, float.NaN]], form, scale: 1);
        var windows = new EpisodeWindows(episodes, new WindowOptions { Context = 2 }, judged: new StepWeights(unknown, 3));
        var batch = windows.NewBatch(8);
        var random = RandomStream.Create(1, StreamPurpose.Shuffling);

        windows.Draw(ref random, batch);

        Assert.All(batch.Weights, weight => Assert.Equal(0, weight));
        Assert.Contains(true, batch.Mask);
    }
}
