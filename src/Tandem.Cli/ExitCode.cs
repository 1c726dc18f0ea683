namespace Tandem.Cli;

/// <summary>What the command's exit says.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>Something failed while working.</summary>
    public const int Failed = 1;

    /// <summary>Something was wrong with the request, and nothing was begun.</summary>
    public const int WrongRequest = 2;

    /// <summary>Ctrl+C or SIGTERM: what was done is saved.</summary>
    public const int Interrupted = 130;
}
