using System.CommandLine;
using Tandem.Cli.Tasks;
using Tandem.Cli.Terminal;
using Tandem.Environments;

namespace Tandem.Cli;

/// <summary>What every command is handed: the worlds it knows, where it writes, the clock.</summary>
internal sealed record CommandContext(EnvironmentCatalog Catalog, Screen Screen, TimeProvider Time)
{
    /// <summary>Opens standard input, as bytes.</summary>
    public Func<Stream> OpenInput { get; init; } = Console.OpenStandardInput;

    /// <summary>Opens standard output for text that goes on to another program.</summary>
    public Func<TextWriter> OpenOutput { get; init; } = () => Screen.Output;

    /// <summary>A training that stands still for so long, and longer than is its way, is spoken of.</summary>
    public TimeSpan StallAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Makes a command's action of two halves: preparing may refuse the request, working may fail.</summary>
    /// <param name="command">The command.</param>
    /// <param name="prepare">Checks the request and gives back the work, which returns an exit code.</param>
    public void Act(Command command, Func<ParseResult, Func<CancellationToken, int>> prepare) =>
        Act(command, (parsed, _) => prepare(parsed));

    /// <summary>As the other, where preparing takes its time and can be interrupted.</summary>
    /// <param name="command">The command.</param>
    /// <param name="prepare">Checks the request and gives back the work; ends by <see cref="OperationCanceledException"/> where it is interrupted.</param>
    public void Act(Command command, Func<ParseResult, CancellationToken, Func<CancellationToken, int>> prepare) =>
        // On a thread of its own: the parser watches for Ctrl+C only once the action has handed back a task.
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(() => prepare(parsed, cancellation), cancellation), CancellationToken.None));

    private int Run(Func<Func<CancellationToken, int>> prepare, CancellationToken cancellation)
    {
        Func<CancellationToken, int> work;
        try
        {
            work = prepare();
        }
        catch (OperationCanceledException interrupted) when (cancellation.IsCancellationRequested)
        {
            Screen.Complain(interrupted is InterruptedPreparationException ? interrupted.Message : "interrupted");
            return ExitCode.Interrupted;
        }
        catch (Exception error)
        {
            return Screen.Report(error, ExitCode.WrongRequest);
        }

        try
        {
            return work(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Screen.Complain("interrupted");
            return ExitCode.Interrupted;
        }
        catch (Exception error)
        {
            return Screen.Report(error, ExitCode.Failed);
        }
    }
}
