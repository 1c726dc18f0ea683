using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Reinforcement;
using Tandem.Runs;
using Tandem.Runs.Metrics;

namespace Tandem.Cli.Tasks;

/// <summary>One run's score among others that differ from it in their seed alone.</summary>
/// <param name="Run">Its folder.</param>
/// <param name="Seed">The seed it trained from.</param>
/// <param name="Checkpoint">The checkpoint that rode.</param>
/// <param name="Score">What its rides came to.</param>
/// <param name="CountedIn">What checkpoint and curve count: steps, episodes, updates.</param>
/// <param name="Curve">How its evaluations went, or its training where it had none.</param>
internal sealed record SeedScore(string Run, ulong Seed, long Checkpoint, string CountedIn, RiderScore Score, IReadOnlyList<(long Step, double Value)> Curve);

/// <summary>What runs of one task in one world come to, a seed each, beside riders who learned nothing and the best there is.</summary>
internal sealed record SeedScores
{
    /// <summary>What was trained.</summary>
    public required string Task { get; init; }

    /// <summary>The world.</summary>
    public required EnvironmentSpec Spec { get; init; }

    /// <summary>The runs, in the order of their seeds.</summary>
    public required IReadOnlyList<SeedScore> Seeds { get; init; }

    /// <summary>The means of the seeds' rides, summed up.</summary>
    public required SeedSummary Summary { get; init; }

    /// <summary>Riders who learned nothing, the random one first, in the same worlds.</summary>
    public required IReadOnlyList<RiderScore> Untrained { get; init; }

    /// <summary>The exact mean return of the best rider there can be; null: it is not known.</summary>
    public required double? Optimum { get; init; }

    /// <summary>What the seeds are held against: the optimum, else the best rider who needs no learning; null: only a random one is known.</summary>
    public (string Name, double Return)? Best => Optimum is { } optimum
        ? ("the optimum", optimum)
        : Untrained.Skip(1).MaxBy(rider => rider.Summary.MeanReturn) is { } rider ? (rider.Rider, rider.Summary.MeanReturn) : null;

    /// <summary>Lets each run ride, its most likely actions in worlds that no training saw, and groups those that belong together.</summary>
    /// <param name="catalog">The worlds.</param>
    /// <param name="paths">The runs' folders.</param>
    /// <param name="target">The return that Decision Transformers ask for; null: the highest in their data.</param>
    /// <param name="episodes">Rides of each.</param>
    /// <param name="seed">What the worlds draw from.</param>
    /// <param name="complain">Is told of damaged checkpoints.</param>
    /// <param name="cancellation">Ends the riding early.</param>
    public static IReadOnlyList<SeedScores> Of(
        EnvironmentCatalog catalog, IReadOnlyList<string> paths, double? target, int episodes, ulong seed, Action<string> complain, CancellationToken cancellation)
    {
        var ridden = paths.Select(path =>
        {
            using var rider = TrainedRider.Open(catalog, path, target, complain);
            var directory = RunDirectory.Open(path);
            var record = directory.Record;
            var score = RiderScore.Evaluate($"seed {record.Seed}", rider.Spec, rider.Choice, rider.Policy(PolicyMode.Greedy, seed), episodes, seed, cancellation);
            return (Group: SeedGroup.Of(directory, rider.Choice), rider.Spec, Score: new SeedScore(path, record.Seed, rider.Checkpoint, rider.CountedIn, score, CurveOf(path)));
        });
        return
        [
            .. ridden.ToArray().GroupBy(run => run.Group).Select(group =>
                Of(group.Key.Task, group.First().Spec, group.Key.Choice, [.. group.Select(run => run.Score).OrderBy(score => score.Seed)], episodes, seed, cancellation)),
        ];
    }

    private static SeedScores Of(
        string task, EnvironmentSpec spec, EnvironmentChoice choice, SeedScore[] seeds, int episodes, ulong seed, CancellationToken cancellation) => new()
        {
            Task = task,
            Spec = spec,
            Seeds = seeds,
            Summary = SeedSummary.Of([.. seeds.Select(run => run.Score.Summary.MeanReturn)]),
            Untrained =
            [
                .. UntrainedRider.NamesOf(spec).Select(name =>
                    RiderScore.Evaluate(name, spec, choice, new UntrainedRider(spec, choice, name).Policy(seed), episodes, seed, cancellation)),
            ],
            Optimum = spec.OptimalReturn(choice.World, choice.StepLimit),
        };

    private static IReadOnlyList<(long Step, double Value)> CurveOf(string path)
    {
        var metrics = RunDirectory.Open(path).MetricsPath;
        var evaluations = MetricsFile.Curve(metrics, LearnerRun.EvaluationMetric);
        return evaluations.Count > 0 ? evaluations : MetricsFile.Curve(metrics, LearnerRun.ReturnMetric);
    }
}
