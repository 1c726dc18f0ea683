using System.CommandLine;
using Tandem.Cli.Tasks;
using Tandem.Runs;

namespace Tandem.Cli.Commands;

/// <summary>
/// <c>tandem evaluate RUN</c>: lets the last checkpoint ride episodes that training never saw, or translate a text; several
/// runs are summed up. With <c>--env</c> and <c>--policy</c> a rider who learned nothing rides the same episodes.
/// </summary>
internal static class EvaluateCommand
{
    private const string Name = "evaluate";
    private const int DefaultEpisodes = 100;

    public static Command Create(CommandContext context, string[] args)
    {
        var command = new SectionedCommand(Name, "Rides an agent, or a rider who learned nothing, and scores it; or scores translation models on a text");
        var riders = new RiderFlags(command, takesSeveral: true);
        if (!args.Contains(Name))
        {
            return command;
        }

        var episodes = new Option<int>("--episodes") { Description = $"Rides of each rider ({DefaultEpisodes}; 1 to 1000000)", DefaultValueFactory = _ => DefaultEpisodes, HelpName = "N" };
        var seed = new Option<ulong>("--seed") { Description = "What the evaluation's worlds and samples draw from; never what training drew from (0)", HelpName = "N" };
        command.Add("Every run", seed);
        var plot = new Option<string?>("--plot") { Description = "Draw the learning curves of several runs as a .png or .svg file", HelpName = "FILE" };
        command.Add("Runs that ride", episodes);
        command.Add("Runs that ride", plot);
        var report = new Option<string?>("--report") { Description = "Write a page about a rider who learned from recorded rides: asked and achieved, the data and the rider, where it looks", HelpName = "DIR" };
        command.Add("Runs that ride", report);
        var translation = new ScoreTranslation(command);
        context.Act(command, parsed =>
        {
            var runs = riders.Runs(parsed);
            if (runs.FirstOrDefault(Translates) is { } translator)
            {
                RefuseFlags($"the run '{translator}' translates and does not ride", [episodes, plot, report, .. riders.Flags], parsed);
                return runs.FirstOrDefault(run => !Translates(run)) is { } rider
                    ? throw new ArgumentException($"the run '{translator}' translates and the run '{rider}' rides: score them apart")
                    : translation.Prepare(context, runs, parsed.GetValue(seed), parsed);
            }

            RefuseFlags($"{(runs is [var first, ..] ? $"the run '{first}'" : "a rider")} rides and does not translate", translation.Flags, parsed);
            var count = Checked(parsed.GetValue(episodes));
            if (runs.Count > 1)
            {
                RefuseFlags("a report is of one run", [report], parsed);
                riders.RefuseWorld(parsed);
                return ScoreSeeds.Prepare(context, runs, riders.Target(parsed), count, parsed.GetValue(seed), parsed.GetValue(plot));
            }

            RefuseFlags("the curves of one run are in its folder already", [plot], parsed);
            if (parsed.GetValue(report) is { } folder)
            {
                var one = runs is [var named] ? named : throw new ArgumentException("--report wants a run: give RUN, the folder of one");
                riders.RefuseWorld(parsed);
                return ReportRide.Prepare(context, one, riders.Target(parsed), count, parsed.GetValue(seed), folder);
            }

            return Prepare(context, () => riders.Open(context, parsed), runs is [var only] ? only : null, count, parsed.GetValue(seed));
        });
        return command;
    }

    private static bool Translates(string run) => RunDirectory.Open(run).Record.Task == TranslateTask.Name;

    private static int Checked(int episodes) => episodes is >= 1 and <= 1_000_000 ? episodes
        : throw new ArgumentException($"{episodes} episodes are out of range: give 1 to 1000000");

    private static void RefuseFlags(string reason, IEnumerable<Option> flags, ParseResult parsed)
    {
        if (flags.FirstOrDefault(flag => parsed.GetResult(flag) is { Implicit: false }) is { } stray)
        {
            throw new ArgumentException($"{reason}: leave {stray.Name} out");
        }
    }

    private static Func<CancellationToken, int> Prepare(CommandContext context, Func<IRider> open, string? run, int episodes, ulong seed)
    {
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
