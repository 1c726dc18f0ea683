using System.CommandLine;

namespace Tandem.Cli.Commands;

/// <summary>All commands under <c>tandem</c>.</summary>
internal static class CommandTree
{
    /// <summary>Builds the tree for one command line: a training's flags depend on the world that it names.</summary>
    public static RootCommand Build(CommandContext context, string[] args)
    {
        var train = new Command("train", "Trains a model or an agent: one subcommand for each task")
        {
            TrainReinforceCommand.Create(context, args),
        };
        var root = new RootCommand("Transformers and reinforcement learning for .NET.")
        {
            DemoCommand.Create(context),
            DoctorCommand.Create(context),
            EnvsCommand.Create(context),
            train,
            OptionsCommand.Create(context, args),
            ResumeCommand.Create(context),
            EvaluateCommand.Create(context),
            RecordCommand.Create(context, args),
            RideCommand.Create(context),
        };
        root.Add(Everywhere("--json", "End standard output with one JSON object"));
        root.Add(Everywhere("--quiet", "Show no progress"));
        root.Add(Everywhere("--verbose", "Show where an error comes from"));
        return root;
    }

    /// <summary>A switch of every command; <see cref="Terminal.Screen"/> looks for it itself.</summary>
    private static Option<bool> Everywhere(string name, string description) => new(name) { Description = description, Recursive = true };
}
