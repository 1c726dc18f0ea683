using System.CommandLine;
using Tandem.Cli.Commands;
using Tandem.Runs.Options;

namespace Tandem.Cli.Tasks;

/// <summary>One flag for each option of a tree, with default, unit and range in its help.</summary>
internal sealed class TreeFlags
{
    private const string EnvironmentIdPath = "environment.id";

    /// <summary>Names that mean something for every task; a world's option of that name goes by its whole path.</summary>
    private static readonly string[] ReservedFlags = ["env", "options", "set", "out", "quiet", "json", "verbose", "help", "version"];

    private readonly List<(string Path, Option<string?> Flag)> flags = [];

    /// <summary>Adds a tree's flags to a command, but for those that the command has already.</summary>
    /// <param name="command">The command.</param>
    /// <param name="tree">The tree with its defaults.</param>
    /// <param name="topHeading">The heading of options that lie in no group.</param>
    public TreeFlags(SectionedCommand command, object tree, string topHeading)
    {
        foreach (var option in OptionsSchema.Describe(tree))
        {
            var flag = option.Path == EnvironmentIdPath ? WorldFlag(option) : FlagOf(option);
            if (command.Options.All(other => other.Name != flag.Name))
            {
                flags.Add((option.Path, flag));
                command.Add(Heading(option) ?? topHeading, flag);
            }
        }
    }

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => flags.Select(entry => entry.Flag);

    /// <summary>The tree, changed by the flags that were given.</summary>
    /// <exception cref="OptionsException">An option cannot be taken.</exception>
    public T Bind<T>(T tree, ParseResult parsed)
        where T : notnull
    {
        foreach (var (path, flag) in flags.Where(entry => parsed.GetResult(entry.Flag) is { Implicit: false }))
        {
            tree = OptionsBinder.Set(tree, path, parsed.GetValue(flag) ?? "true");
        }

        return tree;
    }

    /// <summary>The group that an option lies in: <c>learner.network.hidden</c> is listed under Network.</summary>
    private static string? Heading(OptionDescription option) => option.Path.Split('.') is [.., var group, _]
        ? char.ToUpperInvariant(group[0]) + group[1..]
        : null;

    private static Option<string?> WorldFlag(OptionDescription option) =>
        new("--env") { Description = $"{option.Description} (default {option.Default})", HelpName = "ID" };

    private static Option<string?> FlagOf(OptionDescription option)
    {
        var name = ReservedFlags.Contains(option.Flag) ? option.Path.Replace('.', '-') : option.Flag;
        string[] facts = [.. new[] { option.Unit, option.Range, option.Default.Length > 0 ? $"default {option.Default}" : null }.OfType<string>()];
        return new Option<string?>($"--{name}")
        {
            Description = facts.Length > 0 ? $"{option.Description} ({string.Join("; ", facts)})" : option.Description,
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
}
