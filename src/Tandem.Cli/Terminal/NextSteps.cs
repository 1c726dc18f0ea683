using Spectre.Console;

namespace Tandem.Cli.Terminal;

/// <summary>What could be done next.</summary>
internal static class NextSteps
{
    /// <summary>Writes a command a line, so that each can be copied.</summary>
    public static void Write(IAnsiConsole console, params (string Command, string Purpose)[] steps)
    {
        var width = steps.Max(step => step.Command.Length);
        foreach (var (command, purpose) in steps)
        {
            console.MarkupLine($"  [bold]{Markup.Escape(command.PadRight(width))}[/]  [dim]{Markup.Escape(purpose)}[/]");
        }
    }
}
