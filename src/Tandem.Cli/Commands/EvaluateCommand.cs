using System.CommandLine;
using Tandem.Cli.Tasks;
using Tandem.Runs;

namespace Tandem.Cli.Commands;

/// <summary>
/// <c>tandem evaluate RUN</c>: lets the last checkpoint ride episodes that training never saw, or translate a text. With
/// <c>--env</c> and <c>--policy</c> a rider who learned nothing rides the same episodes.
/// </summary>
internal static class EvaluateCommand
{
    private const string Name = "evaluate";
    private const int DefaultEpisodes = 100;

    public static Command Create(CommandContext context, string[] args)
    {
        var command = new SectionedCommand(Name, "Rides an agent, or a rider who learned nothing, and scores it; or scores a translation model on a text");
        var riders = new RiderFlags(command);
        if (!args.Contains(Name))
        {
            return command;
        }

        var episodes = new Option<int>("--episodes") { Description = $"Rides of each rider ({DefaultEpisodes}; 1 to 1000000)", DefaultValueFactory = _ => DefaultEpisodes, HelpName = "N" };
        var seed = new Option<ulong>("--seed") { Description = "What the evaluation's worlds and samples draw from; never what training drew from (0)", HelpName = "N" };
        command.Add("Every run", seed);
        command.Add("Runs that ride", episodes);
        var translation = new ScoreTranslation(command);
        context.Act(command, parsed =>
        {
            var run = riders.Run(parsed);
            if (run is not null && RunDirectory.Open(run).Record.Task == TranslateTask.Name)
            {
                RefuseFlags($"the run '{run}' translates and does not ride", [episodes, .. riders.Flags], parsed);
                return translation.Prepare(context, run, parsed.GetValue(seed), parsed);
            }

            RefuseFlags($"{(run is null ? "a rider" : $"the run '{run}'")} rides and does not translate", translation.Flags, parsed);
            return Prepare(context, () => riders.Open(context, parsed), run, parsed.GetValue(episodes), parsed.GetValue(seed));
        });
        return command;
    }

    private static void RefuseFlags(string reason, IEnumerable<Option> flags, ParseResult parsed)
    {
        if (flags.FirstOrDefault(flag => parsed.GetResult(flag) is { Implicit: false }) is { } stray)
        {
            throw new ArgumentException($"{reason}: leave {stray.Name} out");
        }
    }

    private static Func<CancellationToken, int> Prepare(CommandContext context, Func<IRider> open, string? run, int episodes, ulong seed)
    {
        if (episodes is < 1 or > 1_000_000)
        {
            throw new ArgumentException($"{episodes} episodes are out of range: give 1 to 1000000");
        }

        var rider = open();
        return cancellation =>
        {
            using var _ = rider;
            var scoring = new ScoreRiders(context.Screen, rider, episodes, seed, cancellation);
            if (rider is TrainedRider trained)
                scoring.ReportRun(run!, trained);
            else
                scoring.ReportUntrained();
            return ExitCode.Done;
        };
    }
}
