using System.Text;

namespace Tandem.Text;

/// <summary>
/// A text file of one sentence a line, UTF-8, plain or gzip. Its bytes are known by length and hash, so that a training
/// that is resumed can tell whether they changed.
/// </summary>
/// <remarks>
/// Lines end with LF or CR LF alone; Unicode's other line separators stay in the line, as two files would fall out of
/// step otherwise. A byte order mark of UTF-8 is skipped.
/// </remarks>
public sealed record TextFile
{
    internal TextFile()
    {
    }

    /// <summary>The path, as it was given.</summary>
    public required string Path { get; init; }

    /// <summary>How many bytes the file has on the disk.</summary>
    public required long Bytes { get; init; }

    /// <summary>The SHA-256 of these bytes, in lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>How many lines.</summary>
    public required long Lines { get; init; }

    /// <summary>Reads a file once from end to end and checks that it is text.</summary>
    /// <exception cref="CorpusException">It is missing, empty, binary or not UTF-8; the message says where.</exception>
    public static TextFile Open(string path)
    {
        using var reader = new LineReader(path);
        while (reader.MoveNext())
        {
        }

        return reader.Finish();
    }

    /// <summary>The lines without their ends, read as they are asked for.</summary>
    /// <exception cref="CorpusException">The file was changed since it was opened.</exception>
    public IEnumerable<string> ReadLines()
    {
        using var reader = new LineReader(Path);
        while (reader.MoveNext())
            yield return Encoding.UTF8.GetString(reader.Current);

        RequireUnchanged(reader.Finish());
    }

    /// <summary>Whether another file, wherever it lies, has the same bytes.</summary>
    public bool HasSameBytes(TextFile other) => other is not null && (Bytes, Sha256) == (other.Bytes, other.Sha256);

    /// <summary>Refuses a translation of which line n cannot be that of line n here.</summary>
    /// <param name="translation">The file of the translations.</param>
    /// <exception cref="CorpusException">The two differ in their numbers of lines.</exception>
    public void RequireAsManyLines(TextFile translation)
    {
        ArgumentNullException.ThrowIfNull(translation);
        if (Lines != translation.Lines)
            throw new CorpusException($"'{Path}' has {Lines} lines and '{translation.Path}' has {translation.Lines}: give files of which line n of one translates line n of the other");
    }

    internal void RequireUnchanged(TextFile read)
    {
        if (!HasSameBytes(read))
            throw new CorpusException($"'{Path}' was changed while it was in use: start again with a file that stays as it is");
    }
}
