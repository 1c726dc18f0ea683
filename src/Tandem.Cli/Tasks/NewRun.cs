using Tandem.Runs;
using Tandem.Runs.Options;

namespace Tandem.Cli.Tasks;

/// <summary>Creates the folder of a run.</summary>
internal static class NewRun
{
    /// <summary>In the folder that was named, or the next free one below <c>runs</c>.</summary>
    /// <param name="context">Its clock dates the run.</param>
    /// <param name="args">The command line.</param>
    /// <param name="folder">The folder; null: the next free one.</param>
    /// <param name="task">The task's name.</param>
    /// <param name="world">The world it trains in; null: none.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <param name="options">The whole tree of options, which is saved.</param>
    /// <param name="seeds">How many seeds it trains, a run below it each; null: it is one training.</param>
    public static RunDirectory Create(
        CommandContext context, string[] args, string? folder, string task, string? world, ulong seed, object options, int? seeds = null)
    {
        var start = new RunStart
        {
            Task = task,
            Environment = world,
            Version = ProgramVersion.Text,
            Seed = seed,
            Seeds = seeds,
            CommandLine = string.Join(' ', args.Prepend("tandem")),
            OptionsJson = OptionsWriter.ToJson(options),
        };
        return folder is null ? RunDirectory.CreateNext("runs", start, context.Time) : RunDirectory.Create(folder, start, context.Time);
    }
}
