using System.CommandLine;
using Tandem.Cli.Commands;
using Tandem.Environments;
using Tandem.Runs.Options;

namespace Tandem.Cli.Tasks;

/// <summary>
/// The flags of a training task, one for each option of its tree, and the tree that a command line makes of them.
/// </summary>
/// <remarks>Which options there are depends on the world: the command line is looked through for it before it is parsed.</remarks>
internal sealed class TaskOptions<T>
    where T : notnull
{
    private const string RunHeading = "Run";

    private readonly T defaults;
    private readonly TreeFlags flags;
    private readonly Option<string?> file = new("--options") { Description = "A JSON file of options; 'tandem options' prints one", HelpName = "FILE" };
    private readonly Option<string[]> set = new("--set") { Description = "One option by its path in that file; may be given several times", HelpName = "PATH=VALUE" };
    private readonly Option<string?> folder;

    /// <summary>Adds a task's flags to its command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="defaults">The tree of the world that the command line names.</param>
    /// <param name="folderMeaning">What the folder of <c>--out</c> is for.</param>
    public TaskOptions(SectionedCommand command, T defaults, string folderMeaning = "The run's folder (default runs/<task>-<world>-<n>)")
    {
        this.defaults = defaults;
        flags = new TreeFlags(command, defaults, RunHeading);
        folder = new Option<string?>("--out") { Description = folderMeaning, HelpName = "DIR" };
        command.Add(RunHeading, folder);
        command.Add(RunHeading, file);
        command.Add(RunHeading, set);
    }

    /// <summary>The folder that the command line names; null: none.</summary>
    public string? Folder(ParseResult parsed) => parsed.GetValue(folder);

    /// <summary>The world that a command line names: by <c>--env</c>, <c>--set environment.id</c> or its options file.</summary>
    public static EnvironmentSpec FindWorld(EnvironmentCatalog catalog, IReadOnlyList<string> args, string otherwise) =>
        catalog[GivenFlags.Find(args, "--env", "environment.id") ?? otherwise];

    /// <summary>The tree that a command line means: the defaults, changed by its file, its <c>--set</c> and its flags.</summary>
    /// <exception cref="OptionsException">An option cannot be taken.</exception>
    public T Bind(ParseResult parsed)
    {
        var tree = parsed.GetValue(file) is { } path ? OptionsBinder.FromFile(defaults, path) : defaults;
        foreach (var assignment in parsed.GetValue(set) ?? [])
        {
            tree = OptionsBinder.Assign(tree, assignment);
        }

        return flags.Bind(tree, parsed);
    }
}
