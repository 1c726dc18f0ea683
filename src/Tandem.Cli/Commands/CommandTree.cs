using System.CommandLine;
using System.CommandLine.Help;
using Tandem.Cli.Tasks;

namespace Tandem.Cli.Commands;

/// <summary>All commands under <c>tandem</c>.</summary>
internal static class CommandTree
{
    /// <summary>Builds the tree for one command line: a training's flags depend on the world that it names.</summary>
    public static RootCommand Build(CommandContext context, string[] args)
    {
        var root = new RootCommand("Transformers and reinforcement learning for .NET. Begin with 'tandem demo'.")
        {
            DemoCommand.Create(context),
            DoctorCommand.Create(context),
            EnvsCommand.Create(context),
            Train(context, args),
            OptionsCommand.Create(context, args),
            ResumeCommand.Create(context),
            EvaluateCommand.Create(context, args),
            TranslateCommand.Create(context, args),
            RecordCommand.Create(context, args),
            EpisodesCommand.Create(context),
            ImportCommand.Create(context),
            ExportCommand.Create(context),
            RideCommand.Create(context),
        };
        root.Add(Everywhere("--json", "End standard output with one JSON object"));
        root.Add(Everywhere("--quiet", "Show no progress"));
        root.Add(Everywhere("--verbose", "Show where an error comes from"));
        foreach (var given in root.Options)
        {
            Adapt(given, context);
        }

        return root;
    }

    private static Command Train(CommandContext context, string[] args)
    {
        var train = new Command("train", "Trains an agent or a translation model: one subcommand for each task, each with its own flags");
        foreach (var algorithm in Algorithms.All)
        {
            train.Add(TrainLearnerCommand.Create(context, args, algorithm));
        }

        train.Add(TrainRidesCommand.Create(context, args, RideTask.CloneName, "Behaviour cloning: imitates the rides of a folder of episodes"));
        train.Add(TrainRidesCommand.Create(context, args, RideTask.DecisionTransformerName, "Learns from recorded rides to do the best that a critic sees in them, or to reach the return it is asked for (Chen et al., 2021)"));
        train.Add(TrainIqlCommand.Create(context, args));
        train.Add(TrainTranslationCommand.Create(context, args));
        return train;
    }

    /// <summary>A switch of every command; <see cref="Terminal.Screen"/> looks for it itself.</summary>
    private static Option<bool> Everywhere(string name, string description) => new(name) { Description = description, Recursive = true };

    /// <summary>What the parser brings along is made to fit: every command answers to it, in this program's words.</summary>
    private static void Adapt(Option option, CommandContext context)
    {
        if (option is HelpOption help)
        {
            help.Description = "Show this help";
            help.Action = new HelpScreen(context.Screen);
        }
        else if (option is VersionOption version)
        {
            version.Description = "Show the version";
            version.Recursive = true;
        }
    }
}
