using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Tandem.Cli.Tasks;
using Tandem.Cli.Terminal;
using Tandem.Learning.Trajectories;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem import</c>: makes a folder of episodes from plain logs, without any world, or from a Minari dataset.</summary>
internal static class ImportCommand
{
    public static Command Create(CommandContext context)
    {
        var sources = new Argument<string[]>("LOG") { Description = "Logs that end in .csv or .jsonl, a row for each step; or the folder of a Minari dataset in Arrow format", Arity = ArgumentArity.OneOrMore };
        var folder = new Option<string?>("--out") { Description = "The folder of the episodes (required): a new one unless they are appended", HelpName = "DIR" };
        var append = new Option<bool>("--append") { Description = "Add to the episodes of the folder, which must be of the same world" };
        var command = new SectionedCommand("import", "Makes a folder of episodes from plain logs, CSV or JSON lines, or from a Minari dataset");
        command.Add(sources);
        command.Add("Run", folder);
        command.Add("Run", append);
        var log = new LogFlags(command);
        context.Act(command, parsed =>
        {
            var files = parsed.GetValue(sources)!;
            var options = log.Options(context.Catalog, parsed);
            var target = parsed.GetValue(folder) ?? throw new ArgumentException("there is no folder to import into: give one with --out DIR");
            return Array.Find(files, Directory.Exists) is { } dataset
                ? PrepareDataset(context, dataset, files, target, parsed.GetValue(append))
                : PrepareLogs(context, RideLog.Open(files, options), target, parsed.GetValue(append));
        });
        return command;
    }

    private static Func<CancellationToken, int> PrepareLogs(CommandContext context, RideLog log, string folder, bool append)
    {
        var writer = Open(context, folder, log.World, append);
        return cancellation =>
        {
            var before = writer.Episodes;
            using (writer)
            {
                log.AddTo(writer, cancellation);
            }

            Report(context.Screen, folder, before, log.GivenUp);
            return ExitCode.Done;
        };
    }

    private static Func<CancellationToken, int> PrepareDataset(CommandContext context, string dataset, string[] sources, string folder, bool append)
    {
        if (sources.Length > 1)
        {
            throw new ArgumentException($"'{dataset}' is a folder and {sources.Length} sources were given: give logs, or one folder of a Minari dataset");
        }

        var import = MinariImport.Open(dataset);
        var writer = Open(context, folder, import.World, append);
        return cancellation =>
        {
            var before = writer.Episodes;
            using (writer)
            {
                import.AddTo(writer, cancellation);
            }

            Report(context.Screen, folder, before, givenUp: 0);
            return ExitCode.Done;
        };
    }

    private static EpisodeWriter Open(CommandContext context, string folder, RecordedWorld world, bool append) => append
        ? EpisodeWriter.Append(folder, world, context.Time)
        : EpisodeWriter.Create(folder, world, context.Time);

    private static void Report(Screen screen, string folder, long before, int givenUp)
    {
        using var set = EpisodeSet.Open(folder);
        var imported = EpisodeStatistics.Of(set.Infos[(int)before..].ToArray());
        screen.Result(
            new
            {
                Out = folder,
                imported.Episodes,
                imported.Steps,
                imported.MeanReturn,
                imported.Terminated,
                imported.Unfinished,
                GivenUp = givenUp,
                Env = set.World.Environment,
                ObservationSpace = set.World.Observations.ToString(),
                ActionSpace = set.World.Actions.ToString(),
                Set = new { Episodes = set.Count, set.Steps },
            },
            console => console.Write(Facts(imported, set, givenUp, folder)));
    }

    private static Grid Facts(EpisodeStatistics imported, EpisodeSet set, int givenUp, string folder)
    {
        var facts = new Grid().AddColumns(2);
        Fact(facts, "Imported", $"{imported.Episodes:#,0} episodes, {imported.Steps:#,0} steps");
        Fact(facts, "World", $"{set.World}");
        Fact(facts, "Return", $"mean {imported.MeanReturn:0.##}, from {imported.Returns.Low:0.##} to {imported.Returns.High:0.##}");
        Fact(facts, "Ended", $"{imported.Terminated:#,0} terminated, {imported.Unfinished:#,0} were cut before their end");
        if (givenUp > 0)
        {
            Fact(facts, "Given up", $"{givenUp:#,0} episodes of a single step that was cut, with nothing seen after it");
        }

        Fact(facts, "Next", $"tandem episodes {folder}");
        return facts;
    }

    private static void Fact(Grid facts, string name, FormattableString value) =>
        facts.AddRow($"[bold]{name}[/]", Markup.Escape(value.ToString(CultureInfo.InvariantCulture)));
}
