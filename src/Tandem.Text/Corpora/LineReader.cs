using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Tandem.Text;

/// <summary>
/// Reads a text file line by line, as bytes, and refuses what is not UTF-8 text where it stands: file, line and byte.
/// </summary>
internal sealed class LineReader : IDisposable
{
    private const int FirstBufferBytes = 1 << 16;

    private readonly string path;
    private readonly TextSource source;
    private byte[] buffer = new byte[FirstBufferBytes];
    private int start;
    private int end;
    private int lineStart;
    private int lineEnd;

    public LineReader(string path)
    {
        (this.path, source) = (path, TextSource.Open(path));
        try
        {
            Begin();
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>How many lines were read.</summary>
    public long Lines { get; private set; }

    /// <summary>The line that was read last, valid UTF-8 without its end; it is gone with the next one.</summary>
    public ReadOnlySpan<byte> Current => buffer.AsSpan(lineStart..lineEnd);

    /// <summary>Goes to the next line.</summary>
    /// <returns>False after the last.</returns>
    public bool MoveNext()
    {
        var searched = 0;
        while (true)
        {
            var found = buffer.AsSpan(start + searched, end - start - searched).IndexOf((byte)'\n');
            if (found >= 0)
                return Take(searched + found, ending: 1);

            searched = end - start;
            if (!Fill())
                return searched > 0 && Take(searched, ending: 0);
        }
    }

    /// <summary>What is known of the file once its last line was read.</summary>
    public TextFile Finish()
    {
        var (bytes, sha256) = source.Identity();
        if (Lines == 0)
            throw new CorpusException($"'{path}' is empty: give a text file with one sentence a line");

        return new TextFile { Path = path, Bytes = bytes, Sha256 = sha256, Lines = Lines };
    }

    public void Dispose() => source.Dispose();

    private bool Take(int length, int ending)
    {
        lineStart = start;
        lineEnd = start + length;
        start = lineEnd + ending;
        Lines++;
        if (lineEnd > lineStart && buffer[lineEnd - 1] == '\r')
            lineEnd--;

        RequireUtf8();
        return true;
    }

    /// <summary>Reads more behind what is left; a line that fills the buffer doubles it.</summary>
    /// <returns>False at the end of the file.</returns>
    private bool Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start..end).CopyTo(buffer);
            (start, end) = (0, end - start);
        }

        if (end == buffer.Length)
            Array.Resize(ref buffer, RoomForMore());

        var read = source.Read(buffer.AsSpan(end));
        end += read;
        RequireNoNul(end - read);
        return read > 0;
    }

    private int RoomForMore() => buffer.Length < Array.MaxLength ? (int)Math.Min(2L * buffer.Length, Array.MaxLength)
        : throw new CorpusException($"'{path}', line {Lines + 1} is longer than {Array.MaxLength} bytes: give a text file with one sentence a line");

    /// <summary>Reads the first bytes and skips the byte order mark that UTF-8 may have.</summary>
    private void Begin()
    {
        end = source.Read(buffer);
        var head = buffer.AsSpan(..end);
        if (head.StartsWith<byte>([0xFF, 0xFE]) || head.StartsWith<byte>([0xFE, 0xFF]))
            throw new CorpusException($"'{path}' is UTF-16: convert it to UTF-8, such as by iconv -f UTF-16 -t UTF-8");

        RequireNoNul(0);
        start = head.StartsWith("\uFEFF"u8) ? 3 : 0;
    }

    private void RequireNoNul(int from)
    {
        var nul = buffer.AsSpan(from..end).IndexOf((byte)0);
        if (nul < 0)
            return;

        var before = buffer.AsSpan(start..(from + nul));
        var line = Lines + 1 + before.Count((byte)'\n');
        var place = before.Length - before.LastIndexOf((byte)'\n');
        throw new CorpusException($"'{path}' is not text: byte {place} of line {line} is a NUL: give UTF-8 text, plain or gzip");
    }

    private void RequireUtf8()
    {
        if (Utf8.IsValid(Current))
            return;

        var rest = Current;
        while (Rune.DecodeFromUtf8(rest, out _, out var consumed) == OperationStatus.Done)
            rest = rest[consumed..];

        throw new CorpusException(
            $"'{path}', line {Lines}: byte {Current.Length - rest.Length + 1} of the line, 0x{rest[0]:X2}, is not UTF-8: " +
            "convert the file, such as by iconv -f ISO-8859-1 -t UTF-8 if it is Latin-1");
    }
}
