using System.Text;

namespace Tandem.Environments.Bicycle;

/// <summary>Takes a map from what a user gave: its rows with / between them, or the name of a text file with a row a line.</summary>
internal static class GridMapSource
{
    // A cell to a line takes three bytes where lines end in CR LF.
    private const int MaximumBytes = 3 * GridMap.MaximumCells;
    private const int ShownLetters = 60;

    /// <summary>Reads a map; whether it can be ridden is for <see cref="GridWay"/> to say.</summary>
    public static GridMap Read(string given)
    {
        ArgumentNullException.ThrowIfNull(given);
        if (given.Length > 2 * GridMap.MaximumCells)
            throw new ArgumentException($"the map of {given.Length} letters is too large: give at most {GridMap.MaximumCells} cells");

        return given.All(sign => sign == '/' || GridMap.IsSign(sign)) ? GridMap.Parse(given.Split('/'), "the map") : OfFile(given);
    }

    private static GridMap OfFile(string path)
    {
        var name = $"the map '{(path.Length > ShownLetters ? path[..ShownLetters] + "…" : path)}'";
        if (Directory.Exists(path))
            throw new ArgumentException($"{name} is a folder: give a text file in it");

        if (!File.Exists(path))
            throw NeitherFileNorRows(path, name);

        try
        {
            return GridMap.Parse(Lines(Bytes(path, name)), name);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"{name} cannot be read: {fault.Message}", fault);
        }
    }

    private static ArgumentException NeitherFileNorRows(string given, string name)
    {
        var before = given.TakeWhile(sign => sign == '/' || GridMap.IsSign(sign)).ToArray();
        var column = before.Length - (Array.LastIndexOf(before, '/') + 1);
        var place = GridMap.Place(before.Count(sign => sign == '/'), column);
        return new($"{name} is no file, and as rows it has {GridMap.Shown(given[before.Length])} in {place}: give a text file, or rows of {GridMap.Legend} with / between them");
    }

    /// <summary>What is in a file; one that never ends is not read to its end.</summary>
    private static byte[] Bytes(string path, string name)
    {
        using var file = File.OpenRead(path);
        var bytes = new byte[MaximumBytes + 1];
        var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length <= MaximumBytes ? bytes[..length]
            : throw new ArgumentException($"{name} is larger than {MaximumBytes} bytes: give at most {GridMap.MaximumCells} cells");
    }

    private static string[] Lines(ReadOnlySpan<byte> bytes)
    {
        var text = bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes;
        // Latin-1 makes a character of every byte, so that an error in a binary file has a column.
        return Encoding.Latin1.GetString(text).ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
    }
}
