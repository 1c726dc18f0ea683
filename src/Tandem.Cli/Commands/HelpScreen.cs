using System.CommandLine;
using System.CommandLine.Invocation;
using Spectre.Console;
using Tandem.Cli.Terminal;

namespace Tandem.Cli.Commands;

/// <summary>The help of a command: usage, what it does, then everything it takes in one aligned list.</summary>
internal sealed class HelpScreen(Screen screen) : SynchronousCommandLineAction
{
    private const string Indent = "  ";
    private const int Gap = 4;
    private const int WidestNames = 34;
    private const string UsageTerm = "Usage:";

    /// <summary>Whoever asks for help need not have asked rightly.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        screen.Results.Write(PageOf(command));
        return ExitCode.Done;
    }

    /// <summary>The words that call a command, such as <c>tandem train reinforce</c>.</summary>
    public static string PathOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent
        ? $"{PathOf(parent)} {command.Name}"
        : "tandem";

    /// <summary>The flags of every command.</summary>
    public static IEnumerable<Option> Everywhere(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent
        ? Everywhere(parent)
        : command.Options;

    private static string Usage(Command command) =>
        $"{PathOf(command)}{Arguments(command)} {(command.Subcommands.Count > 0 ? "COMMAND …" : "[flags]")}";

    private static string Arguments(Command command) => string.Concat(command.Arguments.Select(
        argument => argument.Arity.MinimumNumberOfValues > 0 ? $" {argument.Name}" : $" [{argument.Name}]"));

    private static IEnumerable<(string Heading, (string Name, string Meaning)[] Rows)> Sections(Command command)
    {
        (string, (string, string)[])[] sections =
        [
            ("Commands", [.. command.Subcommands.Select(Row)]),
            ("Arguments", [.. command.Arguments.Select(argument => (argument.Name, argument.Description ?? ""))]),
            .. command is SectionedCommand sectioned
                ? sectioned.Sections.Select(section => (section.Key, section.Select(Row).ToArray()))
                : [("Flags", [.. command.Options.Except(Everywhere(command)).Select(Row)])],
            ("Everywhere", [.. Everywhere(command).Where(option => !option.Hidden).Select(Row)]),
        ];
        return sections.Where(section => section.Item2.Length > 0);
    }

    private static (string Name, string Meaning) Row(Command command) =>
        (command.Name + Arguments(command), command.Description ?? "");

    private static (string Name, string Meaning) Row(Option option) =>
        (option.HelpName is { } value ? $"{option.Name} {value}" : option.Name, option.Description ?? "");

    private static Page PageOf(Command command)
    {
        var sections = Sections(command).ToArray();
        var column = Indent.Length + Math.Min(WidestNames, sections.Max(section => section.Rows.Max(row => row.Name.Length))) + Gap;
        var page = new Page();
        page.Add(UsageTerm, UsageTerm.Length + 1, Usage(command), Decoration.Bold);
        page.Add();
        page.Add(command.Description ?? "");
        foreach (var (heading, rows) in sections)
        {
            page.Add();
            page.Add(heading, Decoration.Bold);
            foreach (var (name, meaning) in rows)
            {
                page.Add(Indent + name, column, meaning);
            }
        }

        return page;
    }
}
