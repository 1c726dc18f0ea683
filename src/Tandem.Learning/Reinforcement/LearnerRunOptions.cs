using System.ComponentModel;
using Tandem.Runs.Checkpoints;

namespace Tandem.Learning.Reinforcement;

/// <summary>
/// Settings of what goes on around a training: how often it is evaluated, saved and logged. How far is counted in what the
/// training's length is given in: steps, or episodes.
/// </summary>
public sealed record LearnerRunOptions
{
    private const long Most = 1_000_000_000;

    /// <summary>From one evaluation to the next; null: a twentieth of the training.</summary>
    [Description("From one evaluation to the next; null: a twentieth of the training [1 to 1000000000, or null; steps, or episodes where the training counts those]")]
    public long? EvaluateEvery { get; init => field = InRange(value, "an evaluation"); }

    /// <summary>How many episodes an evaluation rides, in worlds of its own; 0: there are no evaluations.</summary>
    [Description("Episodes of an evaluation, in worlds of its own; 0: no evaluations [0 to 100000; episodes]")]
    public int EvaluationEpisodes
    {
        get;
        init => field = value is >= 0 and <= 100_000 ? value
            : throw new ArgumentException($"an evaluation of {value} episodes is out of range: give 1 to 100000, or 0 for none");
    }
    = 10;

    /// <summary>How the agent acts while it is evaluated.</summary>
    [Description("How the agent acts while it is evaluated: its most likely action, or one sampled")]
    public PolicyMode EvaluationMode { get; init; } = PolicyMode.Greedy;

    /// <summary>From one checkpoint to the next; null: one with every evaluation. The best evaluation is always saved.</summary>
    [Description("From one checkpoint to the next; null: with every evaluation [1 to 1000000000, or null; as for evaluations]")]
    public long? CheckpointEvery { get; init => field = InRange(value, "a checkpoint"); }

    /// <summary>Which checkpoints stay on disk; with all of them each stage of the training can ride.</summary>
    [Description("Which checkpoints stay on disk: the last two and the best, or all; RUN@STEP is then the rider of 'tandem record' at each stage")]
    public KeptCheckpoints KeepCheckpoints { get; init; } = KeptCheckpoints.LastAndBest;

    /// <summary>From one line of metrics to the next, which holds means over the updates between; null: a thousand lines in all.</summary>
    [Description("From one line of metrics to the next; null: a thousand lines in all [1 to 1000000000, or null; as for evaluations]")]
    public long? LogEvery { get; init => field = InRange(value, "a line of metrics"); }

    /// <summary>The training ends once an evaluation's mean return reaches this; null: it goes its whole length.</summary>
    [Description("End the training once an evaluation's mean return reaches this; null: never early [a number, or null]")]
    public double? Until
    {
        get;
        init => field = value is null || double.IsFinite(value.Value) ? value
            : throw new ArgumentException($"a return of {value} cannot be waited for: give a finite number, or null to train the whole length");
    }

    private static long? InRange(long? every, string what) => every is null or (>= 1 and <= Most) ? every
        : throw new ArgumentException($"{what} every {every} steps or episodes is out of range: give 1 to {Most}, or null");
}
