using System.CommandLine;
using Tandem.Cli.Commands;
using Tandem.Cli.Terminal;
using Tandem.Environments;

namespace Tandem.Cli;

/// <summary>
/// The <c>tandem</c> command as a method: a program that hands its own worlds over becomes its own <c>tandem</c>.
/// </summary>
public static class TandemCommand
{
    /// <summary>Runs a command line.</summary>
    /// <param name="args">The words after the program's name.</param>
    /// <param name="catalog">The worlds that the command knows; null: the built-in ones.</param>
    /// <returns>0: done; 1: failed while working; 2: the request was wrong; 130: interrupted, saved.</returns>
    public static Task<int> RunAsync(string[] args, EnvironmentCatalog? catalog = null) =>
        RunAsync(args, new CommandContext(catalog ?? EnvironmentCatalog.BuiltIn, Screen.OfConsole(args), TimeProvider.System) { OpenOutput = StandardOutput.Open });

    internal static async Task<int> RunAsync(string[] args, CommandContext context)
    {
        ParseResult parsed;
        try
        {
            parsed = CommandTree.Build(context, args).Parse(args);
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return context.Screen.Report(error, ExitCode.WrongRequest);
        }

        if (RequestFault.Find(parsed) is { } fault)
        {
            context.Screen.Complain(fault);
            return ExitCode.WrongRequest;
        }

        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = Timeout.InfiniteTimeSpan,
            Output = context.Screen.Output,
            Error = context.Screen.Error,
        }).ConfigureAwait(false);
    }
}
