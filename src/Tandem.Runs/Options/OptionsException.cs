namespace Tandem.Runs.Options;

/// <summary>
/// An option that cannot be taken. The message is one sentence for the user: which option, what was given, what is
/// allowed; for a file also its name and line.
/// </summary>
/// <param name="path">The option, such as <c>environment.world.size</c>; empty where the whole input is at fault.</param>
/// <param name="message">What was given and what is allowed.</param>
/// <param name="place">File and line, such as <c>options.json, line 3</c>; null for input that did not come from a file.</param>
/// <param name="inner">The exception of the property that refused the value.</param>
public sealed class OptionsException(string path, string message, string? place = null, Exception? inner = null)
    : ArgumentException(Join(place, path, message), inner)
{
    /// <summary>The option, such as <c>environment.world.size</c>; empty where the whole input is at fault.</summary>
    public string Path { get; } = path;

    /// <summary>File and line; null for input that did not come from a file.</summary>
    public string? Place { get; } = place;

    private static string Join(params string?[] parts) =>
        string.Join(": ", parts.Where(part => !string.IsNullOrEmpty(part)));
}
