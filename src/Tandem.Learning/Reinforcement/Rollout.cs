namespace Tandem.Learning.Reinforcement;

/// <summary>
/// A stretch of steps ridden by all worlds at once, and what their values and draws were: what A2C and PPO learn from.
/// Everything is kept by step, then world, and used again for the next stretch.
/// Legend: T steps, N worlds, W encoded observation width, A numbers of a draw, O network outputs.
/// </summary>
internal sealed class Rollout
{
    private readonly ShelledWorlds worlds;
    private readonly ObservationEncoder encoder;
    private readonly IActionDistribution distribution;
    private readonly float observationClip;
    private readonly double rewardClip;
    private readonly ActionBatch actions;
    private readonly float[] observations;
    private readonly float[] draws;
    private readonly double[] logProbabilities;
    private readonly double[] values;
    private readonly double[] nextValues;
    private readonly double[] rewards;
    private readonly bool[] terminated;
    private readonly bool[] truncated;
    private readonly float[] outputs;
    private readonly double[] scratch;
    private readonly int[] cutAt;
    private readonly float[] cutObservations;
    private readonly List<Ride> finished = [];
    private int cuts;

    /// <summary>Room for a rollout.</summary>
    /// <param name="worlds">N worlds, already reset.</param>
    /// <param name="encoder">How the network is shown an observation.</param>
    /// <param name="distribution">What the policy's outputs mean.</param>
    /// <param name="horizon">T.</param>
    /// <param name="shell">What the worlds' shell normalises.</param>
    /// <param name="clip">Where normalised observations and rewards are cut off.</param>
    public Rollout(
        ShelledWorlds worlds, ObservationEncoder encoder, IActionDistribution distribution, int horizon, ShellOptions shell, double clip)
    {
        (this.worlds, this.encoder, this.distribution) = (worlds, encoder, distribution);
        observationClip = shell.NormalizeObservations ? (float)clip : float.PositiveInfinity;
        rewardClip = shell.NormalizeRewards ? clip : double.PositiveInfinity;
        Steps = checked(horizon * worlds.Count);
        actions = new ActionBatch(worlds.Actions, worlds.Count);
        observations = new float[checked(Steps * encoder.Width)];
        draws = new float[checked(Steps * distribution.DrawWidth)];
        (logProbabilities, values, nextValues, rewards) = (new double[Steps], new double[Steps], new double[Steps], new double[Steps]);
        (terminated, truncated) = (new bool[Steps], new bool[Steps]);
        (Advantages, Targets) = (new double[Steps], new double[Steps]);
        outputs = new float[worlds.Count * (1 + distribution.OutputWidth)];
        scratch = new double[distribution.ScratchWidth];
        cutAt = new int[worlds.Count];
        cutObservations = new float[worlds.Count * encoder.Width];
    }

    /// <summary>T·N.</summary>
    public int Steps { get; }

    /// <summary>What the network was shown, [T, N, W].</summary>
    public ReadOnlySpan<float> Observations => observations;

    /// <summary>What was drawn, [T, N, A].</summary>
    public ReadOnlySpan<float> Draws => draws;

    /// <summary>How likely each draw was when it was drawn, [T, N].</summary>
    public ReadOnlySpan<double> LogProbabilities => logProbabilities;

    /// <summary>What the network expected, [T, N].</summary>
    public ReadOnlySpan<double> Values => values;

    /// <summary>Generalised advantages, [T, N].</summary>
    public double[] Advantages { get; }

    /// <summary>What the value is to learn, advantage + value, [T, N].</summary>
    public double[] Targets { get; }

    /// <summary>The episodes that ended on the way, in the worlds' own rewards.</summary>
    public IReadOnlyList<Ride> Finished => finished;

    /// <summary>Rides all worlds for T steps.</summary>
    /// <param name="network">Encoded observations to [value, policy outputs].</param>
    /// <param name="random">Where actions are drawn from.</param>
    /// <param name="discount">γ.</param>
    /// <param name="decay">λ.</param>
    public void Collect(INetwork network, ref RandomStream random, double discount, double decay)
    {
        finished.Clear();
        for (var at = 0; at < Steps; at += worlds.Count)
        {
            Act(network, at, ref random);
            worlds.Step(actions);
            Keep(at);
            ValueCuts(network);
        }

        ValueEnd(network);
        GeneralizedAdvantages.Compute(rewards, values, nextValues, terminated, truncated, worlds.Count, discount, decay, Advantages);
        for (var at = 0; at < Steps; at++)
        {
            Targets[at] = Advantages[at] + values[at];
        }
    }

    private void Act(INetwork network, int at, ref RandomStream random)
    {
        var (width, drawWidth, row) = (encoder.Width, distribution.DrawWidth, 1 + distribution.OutputWidth);
        var shown = observations.AsSpan(at * width, worlds.Count * width);
        Encode(worlds.CurrentObservations, worlds.Count, shown);
        network.Forward(shown, worlds.Count, outputs);
        for (var world = 0; world < worlds.Count; world++)
        {
            var draw = draws.AsSpan((at + world) * drawWidth, drawWidth);
            values[at + world] = outputs[world * row];
            logProbabilities[at + world] = distribution.Sample(outputs.AsSpan((world * row) + 1, row - 1), ref random, draw, scratch);
            distribution.ToAction(draw, actions, world);
        }
    }

    /// <summary>Keeps what a step brought, and the value that the step before looked ahead to.</summary>
    private void Keep(int at)
    {
        var earned = worlds.Rewards;
        var ended = worlds.Terminated;
        var cut = worlds.Truncated;
        for (var world = 0; world < earned.Length; world++)
        {
            rewards[at + world] = Math.Clamp(earned[world], -rewardClip, rewardClip);
            terminated[at + world] = ended[world];
            truncated[at + world] = cut[world];
            if (at > 0 && !terminated[at + world - earned.Length] && !truncated[at + world - earned.Length])
            {
                nextValues[at + world - earned.Length] = values[at + world];
            }

            if (cut[world] && !ended[world])
            {
                cutAt[cuts] = at + world;
                Encode(worlds.FinalObservations.Slice(world * encoder.ObservationWidth, encoder.ObservationWidth), 1, cutObservations.AsSpan(cuts++ * encoder.Width));
            }
        }

        foreach (var episode in worlds.Tally.Finished)
        {
            finished.Add(episode.Ride);
        }
    }

    /// <summary>V of the final observation of each episode that was cut.</summary>
    private void ValueCuts(INetwork network)
    {
        if (cuts == 0)
        {
            return;
        }

        network.Forward(cutObservations, cuts, outputs);
        for (var cut = 0; cut < cuts; cut++)
        {
            nextValues[cutAt[cut]] = outputs[cut * (1 + distribution.OutputWidth)];
        }

        cuts = 0;
    }

    /// <summary>V of what the worlds show after the last step.</summary>
    private void ValueEnd(INetwork network)
    {
        Encode(worlds.CurrentObservations, worlds.Count, cutObservations);
        network.Forward(cutObservations, worlds.Count, outputs);
        for (var world = 0; world < worlds.Count; world++)
        {
            var at = Steps - worlds.Count + world;
            if (!terminated[at] && !truncated[at])
            {
                nextValues[at] = outputs[world * (1 + distribution.OutputWidth)];
            }
        }
    }

    private void Encode(ReadOnlySpan<float> seen, int rows, Span<float> encoded)
    {
        encoder.Encode(seen, rows, encoded);
        if (float.IsFinite(observationClip))
        {
            foreach (ref var number in encoded[..(rows * encoder.Width)])
            {
                number = Math.Clamp(number, -observationClip, observationClip);
            }
        }
    }
}
