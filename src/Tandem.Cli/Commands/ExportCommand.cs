using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Tandem.Cli.Tasks;
using Tandem.Cli.Terminal;
using Tandem.Learning.Trajectories;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem export DIR --to minari</c>: recorded episodes in a form that other programs read.</summary>
internal static class ExportCommand
{
    private const string Minari = "minari";

    public static Command Create(CommandContext context)
    {
        var folder = new Argument<string>("DIR") { Description = "A folder of episodes, which 'tandem record' or 'tandem import' made" };
        var format = new Option<string?>("--to") { Description = $"The form to write (required): {Minari}, which Python reads", HelpName = Minari };
        var root = new Option<string?>("--out") { Description = "The root of the datasets, where Python looks if MINARI_DATASETS_PATH names it (required)", HelpName = "ROOT" };
        var id = new Option<string?>("--id") { Description = "What the dataset is called (tandem/ENVIRONMENT/DIR-v0)", HelpName = "NAME" };
        var damaged = new DamagedFlag();
        var command = new SectionedCommand("export", "Writes recorded episodes in a form that other programs read");
        command.Add(folder);
        foreach (var flag in (Option[])[format, root, id, damaged.Flag])
        {
            command.Add("Run", flag);
        }

        context.Act(command, parsed =>
        {
            RequireFormat(parsed.GetValue(format));
            var target = parsed.GetValue(root) ?? throw new ArgumentException("there is no folder to export into: give the root of the datasets with --out ROOT");
            var named = parsed.GetValue(id) is { } name ? MinariId.Parse(name) : null;
            var set = EpisodeSet.Open(parsed.GetValue(folder)!, damaged.Value(parsed));
            try
            {
                return Prepare(context, set, target, named ?? MinariId.Of(set.World, parsed.GetValue(folder)!));
            }
            catch
            {
                set.Dispose();
                throw;
            }
        });
        return command;
    }

    private static void RequireFormat(string? format)
    {
        if (format != Minari)
        {
            throw new ArgumentException(format is null ? $"no form was named: give --to {Minari}" : $"--to {format} is unknown: give {Minari}");
        }
    }

    private static Func<CancellationToken, int> Prepare(CommandContext context, EpisodeSet set, string root, MinariId id)
    {
        MinariExport.RequireNew(root, id);
        context.Screen.ComplainOfEach(set.LeftOut);
        return cancellation =>
        {
            using (set)
            {
                string path;
                using (var line = new ProgressLine(context.Screen, context.Time))
                {
                    path = MinariExport.Write(set, root, id, written => line.Show(time => Line(written, set.Count, time)), cancellation);
                }

                context.Screen.Result(
                    new { Out = path, Id = id.Text, Episodes = set.Count, set.Steps },
                    console => Report(console, path, set, root, id));
                return ExitCode.Done;
            }
        };
    }

    private static void Report(IAnsiConsole console, string path, EpisodeSet set, string root, MinariId id)
    {
        console.MarkupLine(string.Create(CultureInfo.InvariantCulture, $"{set.Count:#,0} episodes, {set.Steps:#,0} steps written to [bold]{Markup.Escape(path)}[/]. In Python:"));
        console.WriteLine($"  MINARI_DATASETS_PATH={root} python -c \"import minari; print(minari.load_dataset('{id}'))\"");
    }

    private static string Line(int written, int all, TimeSpan time)
    {
        var rate = written / Math.Max(time.TotalSeconds, 1e-6);
        return string.Create(CultureInfo.InvariantCulture, $"episode {written}/{all}  {rate:#,0} episodes/s  {TimeSpan.FromSeconds(Math.Round((all - written) / rate)):c} left");
    }
}
