using System.CommandLine;
using System.CommandLine.Parsing;
using Tandem.Runs.Options;

namespace Tandem.Cli.Commands;

/// <summary>
/// What is wrong with a command line, in one sentence that says what to do: the parser's own sentences name neither
/// the nearest right word nor what is allowed.
/// </summary>
internal static class RequestFault
{
    /// <summary>The first fault; null: there is none.</summary>
    public static string? Find(ParseResult parsed)
    {
        if (parsed.Action is { ClearsParseErrors: true })
        {
            return null;
        }

        var command = parsed.CommandResult.Command;
        var path = HelpScreen.PathOf(command);
        return StrayFlag(parsed) is { } flag ? UnknownFlag(command, path, flag)
            : parsed.Errors.Count == 0 ? null
            : command.Subcommands.Count > 0 ? NoSubcommand(command, path, parsed.UnmatchedTokens)
            : parsed.UnmatchedTokens is [var surplus, ..] ? $"'{path}' can do nothing with '{surplus}': leave it out"
            : Describe(parsed.Errors[0], path);
    }

    /// <summary>A word that looks like a flag and is none; the parser may have taken it for an argument.</summary>
    private static string? StrayFlag(ParseResult parsed) => parsed.UnmatchedTokens
        .Concat(parsed.CommandResult.Tokens.Select(token => token.Value))
        .FirstOrDefault(word => word.StartsWith("--", StringComparison.Ordinal));

    private static string UnknownFlag(Command command, string path, string word)
    {
        var name = word.Split('=', ':')[0];
        var known = command.Options.Concat(HelpScreen.Everywhere(command)).Select(option => option.Name);
        return OptionNames.Nearest(name, known) is { } nearest
            ? $"'{path}' has no flag {name}: did you mean {nearest}?"
            : $"'{path}' has no flag {name}: '{path} --help' lists those it has";
    }

    private static string NoSubcommand(Command command, string path, IReadOnlyList<string> words)
    {
        var names = command.Subcommands.Select(sub => sub.Name).ToArray();
        var all = $"give {(names.Length > 1 ? "one of " : "")}{string.Join(", ", names)} ('{path} --help' tells more)";
        return words is not [var word, ..] ? $"'{path}' is not the whole command: {all}"
            : OptionNames.Nearest(word, names) is { } nearest ? $"there is no '{path} {word}': did you mean '{path} {nearest}'?"
            : $"there is no '{path} {word}': {all}";
    }

    private static string Describe(ParseError fault, string path) => fault.SymbolResult switch
    {
        ArgumentResult { Tokens.Count: 0 } missing =>
            $"'{path}' wants {missing.Argument.Name}: {missing.Argument.Description}",
        OptionResult { Tokens.Count: 0 } missing =>
            $"{missing.Option.Name} wants a value: give {missing.Option.Name} {missing.Option.HelpName}",
        OptionResult { Tokens.Count: > 1 } twice =>
            $"{twice.Option.Name} is given {twice.Tokens.Count} times: give it once",
        OptionResult wrong =>
            $"{wrong.Option.Name} {wrong.Tokens[0].Value} is not {Kind(wrong.Option.ValueType)}: give {wrong.Option.Name} {wrong.Option.HelpName}",
        _ => $"{fault.Message.TrimEnd('.')}; '{path} --help' says what is allowed",
    };

    private static string Kind(Type type) =>
        type == typeof(ulong) ? "a whole number of 0 or more"
        : type == typeof(int) ? "a whole number"
        : "a value that it takes";
}
