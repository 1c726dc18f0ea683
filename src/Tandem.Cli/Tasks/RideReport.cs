using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Trajectories;
using Tandem.Runs;
using Tandem.Runs.Options;

namespace Tandem.Cli.Tasks;

/// <summary>What there is to see of a rider who learned from recorded rides: measured once, shown by <see cref="Plots.RidePage"/>.</summary>
internal sealed record RideReport
{
    private const int Targets = 9;

    /// <summary>The run's folder.</summary>
    public required string Run { get; init; }

    /// <summary>The world it rides in.</summary>
    public required string World { get; init; }

    /// <summary>Rides of each mode.</summary>
    public required int Episodes { get; init; }

    /// <summary>The lowest and the highest return of the finished episodes it learned from.</summary>
    public required (double Low, double High) Data { get; init; }

    /// <summary>The mean return of the best rider there can be; null: it is not known.</summary>
    public required double? Optimum { get; init; }

    /// <summary>For each return that was asked for, the mean that came of it; empty where the rider takes none.</summary>
    public required IReadOnlyList<(double Asked, RiderScore Greedy, RiderScore Sampled)> Asked { get; init; }

    /// <summary>The returns of the rider's own rides, as it rides unless told otherwise.</summary>
    public required IReadOnlyList<double> Returns { get; init; }

    /// <summary>The returns of the finished episodes among those it had to learn from; empty where they are gone.</summary>
    public required IReadOnlyList<double> DataReturns { get; init; }

    /// <summary>Where it looked when it made one decision; null: it has no attention.</summary>
    public required DecisionAttention? Attention { get; init; }

    /// <summary>Measures a run.</summary>
    /// <exception cref="ArgumentException">The run does not learn from rides by a sequence model.</exception>
    public static Func<CancellationToken, RideReport> Prepare(EnvironmentCatalog catalog, string run, double? target, int episodes, ulong seed, Action<string> complain)
    {
        var directory = RunDirectory.Open(run);
        if (!RideTask.IsNamed(directory.Record.Task))
        {
            throw new ArgumentException($"the run '{run}' is a training of '{directory.Record.Task}', of which there is no report: leave --report out");
        }

        var rider = TrainedRider.Open(catalog, run, target, complain);
        var checkpoint = RunCheckpoint.Last(directory, _ => { });
        return cancellation =>
        {
            using var _ = rider;
            using var model = DecisionTransformerFile.Read(checkpoint.ReadModel(), checkpoint.Path);
            model.eval();
            var description = model.Description;
            return new RideReport
            {
                Run = run,
                World = description.World.ToString(),
                Episodes = episodes,
                Data = description.Returns,
                Optimum = rider.Spec.OptimalReturn(rider.Choice.World, rider.Choice.StepLimit),
                Asked = description.NeedsTarget ? Ask(catalog, run, description, episodes, seed, cancellation) : [],
                Returns = [.. Rides.Roll(rider.Choice.CreateToJudge(rider.Spec, episodes), rider.Policy(PolicyMode.Greedy, seed), episodes, seed, cancellation: cancellation).Select(ride => ride.Return)],
                DataReturns = ReturnsOf(directory),
                Attention = model.Options.Sequence == SequenceModel.Transformer
                    ? DecisionAttention.Of(model, rider.Choice.CreateToJudge(rider.Spec, 1), rider.Target ?? 0, seed)
                    : null,
            };
        };
    }

    private static (double, RiderScore, RiderScore)[] Ask(
        EnvironmentCatalog catalog, string run, RiderDescription description, int episodes, ulong seed, CancellationToken cancellation)
    {
        var (low, high) = description.Returns;
        var targets = Enumerable.Range(0, Targets).Select(i => low + ((high - low) * i / (Targets - 1))).Distinct();
        return [.. targets.Select(asked =>
        {
            using var rider = TrainedRider.Open(catalog, run, asked, _ => { });
            return (asked, Score(PolicyMode.Greedy), Score(PolicyMode.Sampled));

            RiderScore Score(PolicyMode mode) => RiderScore.Evaluate($"{mode}", rider.Spec, rider.Choice, rider.Policy(mode, seed), episodes, seed, cancellation);
        })];
    }

    /// <summary>The episodes may have been moved since: the report is then without them.</summary>
    private static double[] ReturnsOf(RunDirectory directory)
    {
        var task = OptionsBinder.FromJson(RideTask.For(directory.Record.Task), directory.ReadOptionsJson(), directory.FilePath("options.json"));
        try
        {
            using var set = task.OpenEpisodes();
            var infos = set.Infos.ToArray();
            return [.. BestEpisodes.Of(infos, task.Rides.BestShare).Select(episode => infos[episode]).Where(info => !info.IsUnfinished).Select(info => info.Return)];
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            return [];
        }
    }
}
