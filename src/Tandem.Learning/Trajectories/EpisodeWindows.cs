namespace Tandem.Learning.Trajectories;

/// <summary>
/// Training windows over recorded episodes: K steps that follow one another. An episode is drawn in proportion to its
/// length, then the window's first step uniformly (Chen et al., "Decision Transformer", 2021, and its released code); a window that
/// reaches beyond the end is filled up after it, where a causal mask alone keeps the filling out of sight. Where a critic judges,
/// each step weighs w / mean w (<see cref="StepWeights"/>).
/// Legend: B windows, K steps of each, W observation width, A action width.
/// </summary>
/// <remarks>It has no state of its own: whoever saves the random stream that it is handed goes on with the same windows.</remarks>
public sealed class EpisodeWindows
{
    private readonly EpisodeSet set;
    private readonly StepDraws draws;
    private readonly StepWeights? judged;
    private readonly float share;

    /// <summary>Windows over all episodes of a set, or over some.</summary>
    /// <param name="set">The episodes.</param>
    /// <param name="options">How windows are cut.</param>
    /// <param name="episodes">Which episodes, such as those that are not kept for validation; null: all.</param>
    /// <param name="judged">What a critic says of the set's steps, to stand in place of their returns, and how much each is to be imitated; null: the returns stand, and all steps count alike.</param>
    /// <exception cref="ArgumentException">There is nothing to draw from.</exception>
    public EpisodeWindows(EpisodeSet set, WindowOptions options, IReadOnlyList<int>? episodes = null, StepWeights? judged = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(options);
        (this.set, Options, this.judged) = (set, options, judged);
        episodes ??= [.. Enumerable.Range(0, set.Count)];
        draws = new StepDraws(set, episodes);
        if (draws.Episodes == 0)
        {
            throw new ArgumentException("there are no episodes to draw windows from: give at least 1");
        }

        // Where nothing weighs anything, nothing is to be divided by next to nothing.
        share = judged?.Mean(episodes) is { } mean && float.IsNormal(mean) ? 1 / mean : 1;
    }

    /// <summary>How windows are cut.</summary>
    public WindowOptions Options { get; }

    /// <summary>How many episodes they are drawn from.</summary>
    public int Episodes => draws.Episodes;

    /// <summary>How many steps those have together: as many windows as there are.</summary>
    public long Steps => draws.Steps;

    /// <summary>A batch of the right shape for <see cref="Draw"/>.</summary>
    /// <param name="size">How many windows; at least 1.</param>
    public WindowBatch NewBatch(int size) => new(set.World, size, Options.Context);

    /// <summary>Fills a batch with windows.</summary>
    /// <param name="random">Where the windows are drawn from: one draw for each.</param>
    /// <param name="batch">Receives the windows.</param>
    /// <exception cref="InvalidDataException">A shard is damaged.</exception>
    public void Draw(ref RandomStream random, WindowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        RequireShape(batch);
        batch.Clear();
        for (var window = 0; window < batch.Size; window++)
        {
            var (number, start) = draws.Draw(ref random);
            Fill(batch, window, number, start);
        }
    }

    private void Fill(WindowBatch batch, int window, int number, int start)
    {
        var episode = set[number];
        var steps = Math.Min(Options.Context, episode.Info.Length - start);
        var place = window * batch.Context;
        var (width, actionWidth) = (batch.ObservationWidth, batch.ActionWidth);
        episode.Observations.Slice(start * width, steps * width).CopyTo(batch.Observations.AsSpan(place * width));
        if (batch.Values.Length == 0)
        {
            episode.Choices.Slice(start * actionWidth, steps * actionWidth).CopyTo(batch.Choices.AsSpan(place * actionWidth));
        }
        else
        {
            episode.Values.Slice(start * actionWidth, steps * actionWidth).CopyTo(batch.Values.AsSpan(place * actionWidth));
        }

        var returns = batch.ReturnsToGo.AsSpan(place, steps);
        var unknown = batch.Unknown.AsSpan(place, steps);
        var weights = batch.Weights.AsSpan(place, steps);
        if (judged is null)
        {
            ReturnsToGo(episode.Rewards[start..], returns);
            unknown.Fill(episode.Info.IsUnfinished);
            weights.Fill(1);
        }
        else
        {
            var advantages = judged.Advantages[number].Slice(start, steps);
            Judge(advantages, judged.Advantages.LeastLoss, returns, unknown);
            Weigh(advantages, weights);
        }

        for (var step = 0; step < steps; step++)
        {
            batch.Timesteps[place + step] = start + step;
        }

        batch.Mask.AsSpan(place, steps).Fill(true);
        batch.Steps += steps;
    }

    /// <summary>R̂ₜ = rₜ + rₜ₊₁ + … + r_T, for the first of them.</summary>
    private static void ReturnsToGo(ReadOnlySpan<double> rewards, Span<float> returnsToGo)
    {
        var sum = 0.0;
        for (var step = rewards.Length - 1; step >= 0; step--)
        {
            sum += rewards[step];
            if (step < returnsToGo.Length)
            {
                returnsToGo[step] = (float)sum;
            }
        }
    }

    /// <summary>
    /// What the critic says was lost, and 0 where it says that it does not know, that more came than was promised, or that no more
    /// was lost than it may err by: nothing better is asked for than 0.
    /// </summary>
    private static void Judge(ReadOnlySpan<float> advantages, double leastLoss, Span<float> returns, Span<bool> unknown)
    {
        for (var step = 0; step < returns.Length; step++)
        {
            unknown[step] = float.IsNaN(advantages[step]);
            returns[step] = advantages[step] <= -leastLoss ? advantages[step] : 0;
        }
    }

    /// <summary>How much each step is to be imitated: 1 in the mean over the episodes that windows are drawn from.</summary>
    private void Weigh(ReadOnlySpan<float> advantages, Span<float> weights)
    {
        judged!.Of(advantages, weights);
        foreach (ref var weight in weights)
        {
            weight *= share;
        }
    }

    private void RequireShape(WindowBatch batch)
    {
        if (batch.Context != Options.Context || batch.ObservationWidth != set.World.Observations.Width
            || batch.ActionWidth != set.World.Actions.Width || (batch.Values.Length > 0) != (set.World.Actions is Box))
        {
            throw new ArgumentException($"a batch of {batch.Context} steps with {batch.ObservationWidth} observed numbers and {batch.ActionWidth} parts of an action does not fit windows of {Options.Context} steps of {set.World.Observations} to {set.World.Actions}: make it with {nameof(NewBatch)}");
        }
    }
}
