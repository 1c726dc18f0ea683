namespace Tandem.Runs;

/// <summary>
/// A run directory that cannot be created, opened or written. The message is one sentence for the user: which folder,
/// what is wrong with it, what to do.
/// </summary>
/// <param name="message">That sentence.</param>
/// <param name="inner">What the operating system said.</param>
public sealed class RunDirectoryException(string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>A sentence for what the operating system refused.</summary>
    /// <param name="what">What could not be done, such as <c>the run directory 'runs/a' cannot be created</c>.</param>
    /// <param name="fault">An <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</param>
    internal static RunDirectoryException Because(string what, Exception fault) => fault switch
    {
        _ when SystemFault.IsDiskFull(fault) =>
            new($"{what}, the disk is full: free some space and try again; what was there before is intact", fault),
        UnauthorizedAccessException => new($"{what}, writing there is not allowed: choose another folder or change its permissions", fault),
        _ => new($"{what}: {fault.Message}", fault),
    };
}
