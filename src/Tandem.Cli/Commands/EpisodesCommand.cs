using System.CommandLine;
using Tandem.Cli.Tasks;
using Tandem.Cli.Terminal;
using Tandem.Environments;
using Tandem.Learning.Trajectories;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem episodes DIR</c>: what recorded episodes come to, and what is wrong with them.</summary>
internal static class EpisodesCommand
{
    public static Command Create(CommandContext context)
    {
        var folder = new Argument<string>("DIR") { Description = "A folder of episodes, which 'tandem record' or 'tandem import' made" };
        var damaged = new DamagedFlag();
        var command = new SectionedCommand("episodes", "Sums recorded episodes up: counts, returns, lengths, what each number is, and what is wrong with them");
        command.Add(folder);
        command.Add("Run", damaged.Flag);
        context.Act(command, parsed =>
        {
            var set = EpisodeSet.Open(parsed.GetValue(folder)!, damaged.Value(parsed));
            return cancellation =>
            {
                using (set)
                {
                    return Report(context, parsed.GetValue(folder)!, set, EpisodeInspection.Of(set, cancellation));
                }
            };
        });
        return command;
    }

    private static int Report(CommandContext context, string folder, EpisodeSet set, EpisodeInspection inspection)
    {
        var spec = context.Catalog.TryFind(set.World.Environment, out var known) ? known : null;
        var optimum = spec is null ? null : spec.OptimalReturn(TrainedRider.ChoiceOf(context.Catalog, set.World).World, set.World.StepLimit);
        context.Screen.Result(Describe(folder, set, inspection, optimum), new EpisodeSheet(set, inspection, spec, optimum).Write);
        return inspection.Findings.Any(finding => finding.Severity == FindingSeverity.Error) ? ExitCode.Failed : ExitCode.Done;
    }

    private static object Describe(string folder, EpisodeSet set, EpisodeInspection inspection, double? optimum)
    {
        var all = inspection.Statistics;
        return new
        {
            Episodes = folder,
            Env = set.World.Environment,
            set.World.StepLimit,
            ObservationSpace = set.World.Observations.ToString(),
            ActionSpace = set.World.Actions.ToString(),
            Count = all.Episodes,
            all.Steps,
            Shards = set.Shards.Count,
            Riders = set.Shards.GroupBy(shard => shard.Rider).Select(rider => new { Rider = rider.Key, Episodes = rider.Sum(shard => shard.Episodes), Steps = rider.Sum(shard => shard.Steps) }),
            Return = new { Mean = all.MeanReturn, all.Returns.Low, all.Returns.High },
            Length = new { Mean = all.MeanLength, all.Lengths.Low, all.Lengths.High },
            all.Terminated,
            all.Truncated,
            all.Unfinished,
            Optimum = optimum,
            Ceiling = inspection.Transitions?.Ceiling,
            States = inspection.Transitions?.Table.States,
            Returns = inspection.Returns,
            Lengths = inspection.Lengths,
            ObservationNumbers = inspection.Observations,
            ActionNumbers = inspection.Actions,
            inspection.Rewards,
            Findings = inspection.Findings.Select(finding => new { Severity = finding.Severity.ToString(), finding.Episodes, finding.Problem, finding.Remedy }),
        };
    }
}
