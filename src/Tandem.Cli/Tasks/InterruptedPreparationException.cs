namespace Tandem.Cli.Tasks;

/// <summary>Somebody interrupted what comes before the work; the message says what is left of it.</summary>
internal sealed class InterruptedPreparationException(string message, OperationCanceledException cause) : OperationCanceledException(message, cause, cause.CancellationToken);
