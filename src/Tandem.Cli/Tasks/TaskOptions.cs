using System.CommandLine;
using System.Text.Json;
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
    private const string EnvironmentIdPath = "environment.id";
    private const string RunHeading = "Run";

    /// <summary>Names that mean something for every task; a world's option of that name goes by its whole path.</summary>
    private static readonly string[] ReservedFlags = ["env", "options", "set", "out", "quiet", "json", "verbose", "help", "version"];

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private readonly T defaults;
    private readonly Option<string?> file = new("--options") { Description = "A JSON file of options; 'tandem options' prints one", HelpName = "FILE" };
    private readonly Option<string[]> set = new("--set") { Description = "One option by its path in that file; may be given several times", HelpName = "PATH=VALUE" };
    private readonly Option<string?> folder;
    private readonly List<(string Path, Option<string?> Flag)> flags = [];

    /// <summary>Adds a task's flags to its command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="defaults">The tree of the world that the command line names.</param>
    /// <param name="folderMeaning">What the folder of <c>--out</c> is for.</param>
    public TaskOptions(SectionedCommand command, T defaults, string folderMeaning = "The run's folder (default runs/<task>-<world>-<n>)")
    {
        this.defaults = defaults;
        folder = new Option<string?>("--out") { Description = folderMeaning, HelpName = "DIR" };
        foreach (var option in OptionsSchema.Describe(defaults))
        {
            var flag = option.Path == EnvironmentIdPath ? WorldFlag(option) : FlagOf(option);
            flags.Add((option.Path, flag));
            command.Add(Heading(option), flag);
        }

        command.Add(RunHeading, folder);
        command.Add(RunHeading, file);
        command.Add(RunHeading, set);
    }

    /// <summary>The folder that the command line names; null: none.</summary>
    public string? Folder(ParseResult parsed) => parsed.GetValue(folder);

    /// <summary>The world that a command line names: by <c>--env</c>, <c>--set environment.id</c> or its options file.</summary>
    public static EnvironmentSpec FindWorld(EnvironmentCatalog catalog, IReadOnlyList<string> args, string otherwise)
    {
        var id = LastValue(args, "--env")
            ?? args.Where(word => word.StartsWith(EnvironmentIdPath + "=", StringComparison.OrdinalIgnoreCase))
                .Select(word => word[(EnvironmentIdPath.Length + 1)..]).LastOrDefault()
            ?? (LastValue(args, "--options") is { } path ? WorldInFile(path) : null);
        return catalog[id ?? otherwise];
    }

    /// <summary>The tree that a command line means: the defaults, changed by its file, its <c>--set</c> and its flags.</summary>
    /// <exception cref="OptionsException">An option cannot be taken.</exception>
    public T Bind(ParseResult parsed)
    {
        var tree = parsed.GetValue(file) is { } path ? OptionsBinder.FromFile(defaults, path) : defaults;
        foreach (var assignment in parsed.GetValue(set) ?? [])
        {
            tree = OptionsBinder.Assign(tree, assignment);
        }

        foreach (var (optionPath, flag) in flags)
        {
            if (parsed.GetResult(flag) is { Implicit: false })
            {
                tree = OptionsBinder.Set(tree, optionPath, parsed.GetValue(flag) ?? "true");
            }
        }

        return tree;
    }

    /// <summary>The group that an option lies in: <c>learner.network.hidden</c> is listed under Network.</summary>
    private static string Heading(OptionDescription option) => option.Path.Split('.') is [.., var group, _]
        ? char.ToUpperInvariant(group[0]) + group[1..]
        : RunHeading;

    private static Option<string?> WorldFlag(OptionDescription option) =>
        new("--env") { Description = $"{option.Description} (default {option.Default})", HelpName = "ID" };

    private static Option<string?> FlagOf(OptionDescription option)
    {
        var name = ReservedFlags.Contains(option.Flag) ? option.Path.Replace('.', '-') : option.Flag;
        string?[] facts = [option.Unit, option.Range, $"default {option.Default}"];
        return new Option<string?>($"--{name}")
        {
            Description = $"{option.Description} ({string.Join("; ", facts.OfType<string>())})",
            HelpName = HelpNameOf(option),
            Arity = option.IsSwitch ? ArgumentArity.ZeroOrOne : ArgumentArity.ExactlyOne,
        };
    }

    /// <summary>A short stand-in for the value; what is allowed stands in the description.</summary>
    private static string? HelpNameOf(OptionDescription option) => option switch
    {
        { IsSwitch: true } => null,
        _ when option.Type.StartsWith("whole number", StringComparison.Ordinal) => "N",
        _ when option.Type.StartsWith("number", StringComparison.Ordinal) => "X",
        _ when option.Type.StartsWith("list", StringComparison.Ordinal) => "N,N,…",
        _ => "VALUE",
    };

    private static string? LastValue(IReadOnlyList<string> args, string flag)
    {
        for (var i = args.Count - 1; i >= 0; i--)
        {
            if (args[i].StartsWith(flag + "=", StringComparison.Ordinal))
            {
                return args[i][(flag.Length + 1)..];
            }

            if (args[i] == flag && i + 1 < args.Count)
            {
                return args[i + 1];
            }
        }

        return null;
    }

    /// <summary>The world in an options file, null where the file cannot be read: the binder then says why.</summary>
    private static string? WorldInFile(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(path), Lenient);
            return json.RootElement.GetProperty("environment").GetProperty("id").GetString();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
