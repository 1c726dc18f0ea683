using System.IO.Compression;

namespace Tandem.Text;

/// <summary>The bytes of a text, out of a plain or a gzip file; which of the two, its first bytes tell.</summary>
/// <remarks>
/// <see cref="GZipStream"/> takes a file that was cut short for one that ends there (dotnet/runtime issue 72726). So a
/// member of one NUL byte is put behind the file: only if all before it is whole, a NUL comes last, which no text has.
/// </remarks>
internal sealed class TextSource : IDisposable
{
    private const int MarkBytes = 4;

    private static readonly byte[] GzippedNul =
        [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF, 0x63, 0, 0, 0x8D, 0xEF, 0x02, 0xD2, 1, 0, 0, 0];

    private readonly string path;
    private readonly HashingStream raw;
    private readonly GZipStream? unzipped;
    private bool isWhole;

    private TextSource(string path, FileStream file, bool isGzip)
    {
        this.path = path;
        raw = new HashingStream(file, isGzip ? GzippedNul : default(ReadOnlyMemory<byte>));
        unzipped = isGzip ? new GZipStream(raw, CompressionMode.Decompress) : null;
    }

    public static TextSource Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path))
            throw new CorpusException($"'{path}' is a folder: give a text file, plain or gzip");

        if (!File.Exists(path))
            throw new CorpusException($"there is no file '{path}': give an existing text file, plain or gzip");

        FileStream? file = null;
        try
        {
            file = new FileStream(path, new FileStreamOptions { Options = FileOptions.SequentialScan });
            if (!file.CanSeek)
                throw new CorpusException($"'{path}' is a pipe, and a corpus is read more than once: give a file, plain or gzip");

            return new TextSource(path, file, IsGzip(file));
        }
        catch (Exception fault)
        {
            file?.Dispose();
            if (fault is UnauthorizedAccessException or (IOException and not CorpusException))
                throw new CorpusException($"'{path}' cannot be read: {fault.Message}", fault);

            throw;
        }
    }

    /// <returns>How many bytes were read: enough for a byte order mark unless the end comes first, 0 at the end alone.</returns>
    public int Read(Span<byte> bytes)
    {
        try
        {
            return unzipped is null ? ReadMark(raw, bytes) : ReadUnzipped(unzipped, bytes);
        }
        catch (InvalidDataException fault)
        {
            throw Damaged(fault);
        }
        catch (IOException fault) when (fault is not CorpusException)
        {
            throw new CorpusException($"'{path}' cannot be read: {fault.Message}", fault);
        }
    }

    /// <summary>Length and SHA-256 of the file, once all of it was read.</summary>
    public (long Bytes, string Sha256) Identity() => (raw.BytesRead, raw.Sha256());

    public void Dispose()
    {
        unzipped?.Dispose();
        raw.Dispose();
    }

    private int ReadUnzipped(GZipStream stream, Span<byte> bytes)
    {
        var read = ReadMark(stream, bytes);
        if (read > 0 && bytes[read - 1] == 0 && stream.ReadByte() < 0)
        {
            isWhole = true;
            read--;
        }

        return read > 0 || isWhole ? read : throw Damaged(null);
    }

    private static int ReadMark(Stream stream, Span<byte> bytes) =>
        stream.ReadAtLeast(bytes, Math.Min(bytes.Length, MarkBytes), throwOnEndOfStream: false);

    private CorpusException Damaged(Exception? fault) =>
        new($"'{path}' is a gzip file that is damaged, cut short or followed by other bytes: compress the text again, or give it plain", fault);

    private static bool IsGzip(FileStream file)
    {
        Span<byte> head = stackalloc byte[2];
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == 2 && head is [0x1F, 0x8B];
    }
}
