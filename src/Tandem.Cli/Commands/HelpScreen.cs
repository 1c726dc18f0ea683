using System.CommandLine;
using System.CommandLine.Invocation;
using Spectre.Console;
using Tandem.Cli.Terminal;
using PlainText = Spectre.Console.Text;

namespace Tandem.Cli.Commands;

/// <summary>The help of a command: usage, what it does, then everything it takes in one aligned list.</summary>
internal sealed class HelpScreen(Screen screen) : SynchronousCommandLineAction
{
    private const int Indent = 2;
    private const int WidestNames = 34;

    /// <summary>Whoever asks for help need not have asked rightly.</summary>
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        var sections = Sections(command).ToArray();
        screen.Results.MarkupLine($"[bold]Usage:[/] {Markup.Escape(Usage(command))}");
        screen.Results.WriteLine();
        screen.Results.WriteLine(command.Description ?? "");
        var width = Math.Min(WidestNames, sections.SelectMany(section => section.Rows).Max(row => row.Name.Length));
        foreach (var (heading, rows) in sections)
        {
            Write(heading, rows, width);
        }

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

    private void Write(string heading, (string Name, string Meaning)[] rows, int width)
    {
        screen.Results.WriteLine();
        screen.Results.MarkupLine($"[bold]{Markup.Escape(heading)}[/]");
        var grid = new Grid()
            .AddColumn(new GridColumn().NoWrap().Width(width + Indent).PadLeft(Indent).PadRight(2))
            .AddColumn(new GridColumn().PadRight(0));
        foreach (var (name, meaning) in rows)
        {
            grid.AddRow(new PlainText(name), new PlainText(meaning));
        }

        screen.Results.Write(grid);
    }
}
