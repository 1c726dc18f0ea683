using System.CommandLine;
using Tandem.Cli.Tasks;
using Tandem.Runs;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem resume RUN</c>: goes on with a training from its last good checkpoint.</summary>
internal static class ResumeCommand
{
    public static Command Create(CommandContext context)
    {
        var path = RunArgument.Create();
        var command = new Command("resume", "Goes on with an interrupted training, to the same bits") { path };
        context.Act(command, (parsed, interruption) => Prepare(context, parsed.GetValue(path)!, interruption));
        return command;
    }

    private static Func<CancellationToken, int> Prepare(CommandContext context, string path, CancellationToken interruption)
    {
        var directory = RunDirectory.Resume(path, context.Time);
        try
        {
            if (RideTask.IsNamed(directory.Record.Task))
            {
                return TrainRidesCommand.Resume(context, directory, interruption);
            }

            if (directory.Record.Task == IqlTask.Name)
            {
                return TrainIqlCommand.Resume(context, directory);
            }

            if (directory.Record.Task == TranslateTask.Name)
            {
                return TrainTranslationCommand.Resume(context, directory);
            }

            return directory.Record.Seeds is null ? TrainLearnerCommand.Resume(context, directory) : TrainSeeds.Resume(context, directory);
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }
}

/// <summary>The argument that names a run's folder.</summary>
internal static class RunArgument
{
    public static Argument<string> Create() => new("RUN") { Description = "The folder of a run, such as runs/reinforce-BicycleGrid-v0-1" };

    public static Option<double?> Target() => new("--target")
    {
        Description = "The return that a Decision Transformer asks for (default the highest in its data)",
        HelpName = "X",
    };
}
