namespace Tandem.Learning.Trajectories;

/// <summary>
/// Training windows over recorded episodes: K steps that follow one another. An episode is drawn in proportion to its
/// length, then the window's first step uniformly (Chen et al., "Decision Transformer", 2021, and its released code); where a critic
/// in a table judges, the more often the more it thinks of the window's steps. A window that reaches beyond the end is filled up after
/// it, where a causal mask alone keeps the filling out of sight.
/// Legend: B windows, K steps of each, W observation width, A action width.
/// </summary>
/// <remarks>It has no state of its own: whoever saves the random stream that it is handed goes on with the same windows.</remarks>
public sealed class EpisodeWindows
{
    private readonly EpisodeSet set;
    private readonly StepDraws draws;
    private readonly StepWeights? judged;
    private readonly (float Largest, float Mean) weights;

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

        weights = judged?.Over(episodes) ?? default;
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
    /// <param name="random">Where the windows are drawn from: one draw for each, or more where a table's judgement throws some back.</param>
    /// <param name="batch">Receives the windows.</param>
    /// <exception cref="InvalidDataException">A shard is damaged.</exception>
    public void Draw(ref RandomStream random, WindowBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        RequireShape(batch);
        batch.Clear();
        for (var window = 0; window < batch.Size; window++)
        {
            var (number, start) = DrawOne(ref random, batch.Weights.AsSpan(window * batch.Context, batch.Context));
            Fill(batch, window, number, start);
        }
    }

    /// <summary>
    /// Draws a window and weighs its steps: alike where no critic judges, by w / mean w where perceptrons do. By a table, one is
    /// drawn as often as its steps weigh together, Σw, by throwing others back, and each step then weighs K·w/Σw: in the mean the
    /// same but for a constant, and no batch is wasted on windows that teach nothing (<see cref="StepWeights.DrawsWindows"/>).
    /// </summary>
    private (int Episode, int Start) DrawOne(ref RandomStream random, Span<float> window)
    {
        while (true)
        {
            var (number, start) = draws.Draw(ref random);
            var steps = window[..Math.Min(Options.Context, set.Infos[number].Length - start)];
            if (judged is null || !float.IsNormal(weights.Mean)) // nothing weighs anything
            {
                steps.Fill(judged is null ? 1 : 0);
                return (number, start);
            }

            var sum = judged.Of(judged.Advantages[number].Slice(start, steps.Length), steps);
            if (!judged.DrawsWindows || random.NextDouble() * weights.Largest * Options.Context < sum)
            {
                var share = judged.DrawsWindows ? Options.Context / sum : 1 / weights.Mean;
                foreach (ref var weight in steps)
                {
                    weight *= share;
                }

                window[steps.Length..].Clear(); // of what was thrown back
                return (number, start);
            }
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
        if (judged is null)
        {
            ReturnsToGo(episode.Rewards[start..], returns);
            unknown.Fill(episode.Info.IsUnfinished);
        }
        else
        {
            Judge(judged.Advantages[number].Slice(start, steps), judged.Advantages.LeastLoss, returns, unknown);
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

    private void RequireShape(WindowBatch batch)
    {
        if (batch.Context != Options.Context || batch.ObservationWidth != set.World.Observations.Width
            || batch.ActionWidth != set.World.Actions.Width || (batch.Values.Length > 0) != (set.World.Actions is Box))
        {
            throw new ArgumentException($"a batch of {batch.Context} steps with {batch.ObservationWidth} observed numbers and {batch.ActionWidth} parts of an action does not fit windows of {Options.Context} steps of {set.World.Observations} to {set.World.Actions}: make it with {nameof(NewBatch)}");
        }
    }
}
