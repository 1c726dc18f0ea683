using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Tandem.Cli.Tasks;
using Tandem.Cli.Terminal;
using Tandem.Environments;
using Tandem.Learning.Trajectories;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem record</c>: lets a policy ride and keeps every step, for learning from rides alone.</summary>
internal static class RecordCommand
{
    private const string Name = "record";

    public static Command Create(CommandContext context, string[] args)
    {
        var command = new SectionedCommand(Name, "Records rides, random ones or trained agents', into a folder of episodes");
        if (!args.Contains(Name))
        {
            return command;
        }

        var spec = TaskOptions<RecordTask>.FindWorld(context.Catalog, args, EnvironmentChoice.DefaultId);
        var options = new TaskOptions<RecordTask>(command, RecordTask.For(spec), "The folder of the episodes (required): a new one unless they are appended");
        var append = new Option<bool>("--append") { Description = "Add to the episodes of the folder, which must be of the same world" };
        command.Add("Run", append);
        context.Act(command, parsed => Prepare(
            context,
            options.Bind(parsed),
            options.Folder(parsed) ?? throw new ArgumentException("there is no folder to record into: give one with --out DIR"),
            parsed.GetValue(append)));
        return command;
    }

    private static Func<CancellationToken, int> Prepare(CommandContext context, RecordTask task, string folder, bool append)
    {
        var spec = context.Catalog[task.Environment.Id];
        var worlds = task.Environment.CreateVector(context.Catalog, Math.Min(task.Worlds, task.Episodes));
        var world = RecordedWorld.Of(spec, task.Environment.World, worlds);
        var riders = task.Riders(context.Catalog, world, context.Screen.Complain);
        var writer = append ? EpisodeWriter.Append(folder, world, context.Time) : EpisodeWriter.Create(folder, world, context.Time);
        try
        {
            foreach (var rider in riders)
            {
                writer.Begin(rider.Name, task.Seed);
            }
        }
        catch
        {
            writer.Dispose();
            throw;
        }

        return cancellation =>
        {
            using (writer)
            using (var line = new ProgressLine(context.Screen, context.Time))
            {
                try
                {
                    Record(writer, worlds, riders, task, line, cancellation);
                }
                catch (OperationCanceledException)
                {
                    context.Screen.Complain($"interrupted; '{folder}' keeps the {writer.Episodes} episodes that had ended: record more with --append and another --seed");
                    return ExitCode.Interrupted;
                }
            }

            Report(context.Screen, spec, task, folder);
            return ExitCode.Done;
        };
    }

    /// <summary>One rider after the other rides its share, each in files of its own that bear its name.</summary>
    private static void Record(
        EpisodeWriter writer,
        IVectorEnvironment worlds,
        IReadOnlyList<(string Name, IPolicy Policy, int Episodes)> riders,
        RecordTask task,
        ProgressLine line,
        CancellationToken cancellation)
    {
        var before = default(RecordingProgress);
        foreach (var (name, policy, episodes) in riders)
        {
            var recorded = EpisodeRecorder.Record(
                writer, worlds, policy, name, episodes, task.Seed, progress => line.Show(time => Line(before.And(progress), task.Episodes, time)), cancellation);
            before = before.And(recorded);
        }
    }

    private static void Report(Screen screen, EnvironmentSpec spec, RecordTask task, string folder)
    {
        using var set = EpisodeSet.Open(folder);
        var recorded = EpisodeStatistics.Of(set.Infos[^task.Episodes..].ToArray());
        var optimum = spec.OptimalReturn(task.Environment.World, task.Environment.StepLimit);
        var optimal = optimum is { } best ? set.CountReaching(best) : (int?)null;
        screen.Result(
            new
            {
                Out = folder,
                recorded.Episodes,
                recorded.Steps,
                recorded.MeanReturn,
                LowestReturn = recorded.Returns.Low,
                HighestReturn = recorded.Returns.High,
                recorded.MeanLength,
                recorded.Terminated,
                recorded.Truncated,
                recorded.Unfinished,
                Set = new { Episodes = set.Count, set.Steps, Shards = set.Shards.Count, Optimal = optimal },
            },
            console => console.Write(Facts(recorded, set, optimum, optimal)));
    }

    private static Grid Facts(EpisodeStatistics recorded, EpisodeSet set, double? optimum, int? optimal)
    {
        var facts = new Grid().AddColumns(2);
        Fact(facts, "Recorded", $"{recorded.Episodes:#,0} episodes, {recorded.Steps:#,0} steps");
        Fact(facts, "Return", $"mean {recorded.MeanReturn:0.##}, from {recorded.Returns.Low:0.##} to {recorded.Returns.High:0.##}");
        Fact(facts, "Length", $"mean {recorded.MeanLength:0.#} steps, from {recorded.Lengths.Low} to {recorded.Lengths.High}");
        Fact(facts, "Ended", $"{recorded.Terminated:#,0} terminated, {recorded.Unfinished:#,0} were cut before their end");
        Fact(facts, "The set", $"{set.Count:#,0} episodes, {set.Steps:#,0} steps in {set.Shards.Count} files");
        if (optimal is { } count)
        {
            Fact(facts, "Optimal", $"{count:#,0} of them earn {optimum:0.##} or more, the mean of the best rider there can be");
        }

        return facts;
    }

    private static void Fact(Grid facts, string name, FormattableString value) =>
        facts.AddRow($"[bold]{name}[/]", Markup.Escape(value.ToString(CultureInfo.InvariantCulture)));

    private static string Line(RecordingProgress progress, int episodes, TimeSpan time)
    {
        var rate = progress.Episodes / Math.Max(time.TotalSeconds, 1e-6);
        var left = TimeSpan.FromSeconds(Math.Round((episodes - progress.Episodes) / rate));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"episode {progress.Episodes}/{episodes}  mean return {progress.ReturnSum / progress.Episodes:0.0}  {progress.Steps / Math.Max(time.TotalSeconds, 1e-6):#,0} steps/s  {left:c} left");
    }
}
