using System.Globalization;

namespace Tandem.Runs;

/// <summary>Names of runs that the user did not name: <c>task-environment-n</c>.</summary>
internal static class RunName
{
    public static string Stem(RunStart start) =>
        FileSafe(start.Environment is null ? start.Task : $"{start.Task}-{start.Environment}");

    /// <summary>One above the highest number that a run, or anything else in the folder, has.</summary>
    public static int NextNumber(string parent, string stem) => !Directory.Exists(parent)
        ? 1
        : Directory.EnumerateFileSystemEntries(parent, $"{stem}-*")
            .Select(path => Number(Path.GetFileName(path)[(stem.Length + 1)..]))
            .DefaultIfEmpty()
            .Max() + 1;

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < int.MaxValue ? number : 0;

    private static string FileSafe(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' ? letter : '-'));
}
