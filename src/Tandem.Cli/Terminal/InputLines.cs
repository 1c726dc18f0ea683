using System.Text;
using System.Text.Unicode;
using System.Threading.Channels;

namespace Tandem.Cli.Terminal;

/// <summary>
/// Lines of standard input, read ahead on a thread of their own, so that there are many while somebody is slow with the
/// last ones, and one at once while somebody types. However long they are, those that wait take little memory. Bytes that are
/// no UTF-8 become U+FFFD.
/// </summary>
internal sealed class InputLines
{
    // A line weighs its characters and as much as this many more: 2,048 short lines may wait, or eight of a megabyte.
    private const int WeightOfALine = 1 << 12, MostWeight = 1 << 23;
    private const int BufferBytes = 1 << 16;

    private readonly Channel<InputLine> ready = Channel.CreateUnbounded<InputLine>();
    private readonly object room = new();
    private readonly Stream input;
    private long read;
    private long waiting;

    /// <summary>Begins to read.</summary>
    /// <param name="input">Bytes; a read that waits for more of them is left alone at the program's end.</param>
    public InputLines(Stream input)
    {
        this.input = input;
        new Thread(Read) { IsBackground = true, Name = "Tandem input" }.Start();
    }

    /// <summary>Waits for a line and takes it, and those behind it that are there already.</summary>
    /// <param name="most">At most so many, and fewer where they are long.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>Nothing at the end of the input.</returns>
    /// <exception cref="InvalidDataException">The input is no text in UTF-8.</exception>
    public List<InputLine> Next(int most, CancellationToken cancellation)
    {
        var lines = new List<InputLine>();
        if (ready.Reader.WaitToReadAsync(cancellation).AsTask().GetAwaiter().GetResult())
        {
            var weight = 0L;
            while (lines.Count < most && weight < MostWeight && ready.Reader.TryRead(out var line))
            {
                lines.Add(line);
                weight += WeightOf(line);
            }

            lock (room)
            {
                waiting -= weight;
                Monitor.Pulse(room);
            }
        }

        return lines;
    }

    private void Read()
    {
        try
        {
            ReadAll();
            ready.Writer.Complete();
        }
        catch (Exception fault)
        {
            ready.Writer.Complete(fault); // thrown where the lines are taken
        }
    }

    private void ReadAll()
    {
        var buffer = new byte[BufferBytes];
        using var begun = new MemoryStream();
        for (int count; (count = input.Read(buffer)) > 0;)
        {
            var rest = buffer.AsSpan(0, count);
            for (int end; (end = rest.IndexOf((byte)'\n')) >= 0; rest = rest[(end + 1)..])
            {
                begun.Write(rest[..end]);
                Add(begun);
            }

            begun.Write(rest);
        }

        if (begun.Length > 0)
        {
            Add(begun);
        }
    }

    private void Add(MemoryStream begun)
    {
        var bytes = begun.GetBuffer().AsSpan(0, (int)begun.Length);
        if (read == 0)
        {
            bytes = WithoutMark(bytes);
        }

        if (bytes is [.., (byte)'\r'])
        {
            bytes = bytes[..^1];
        }

        read++;
        var line = new InputLine(read, Encoding.UTF8.GetString(bytes), IsDamaged: !Utf8.IsValid(bytes));
        begun.SetLength(0);
        lock (room)
        {
            while (waiting >= MostWeight)
            {
                Monitor.Wait(room);
            }

            waiting += WeightOf(line);
        }

        ready.Writer.TryWrite(line);
    }

    private static long WeightOf(InputLine line) => WeightOfALine + line.Text.Length;

    private static Span<byte> WithoutMark(Span<byte> bytes) => bytes switch
    {
        [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => throw new InvalidDataException("standard input is UTF-16: convert it to UTF-8, such as by iconv -f UTF-16 -t UTF-8"),
        [0xEF, 0xBB, 0xBF, ..] => bytes[3..],
        _ => bytes,
    };
}

/// <summary>A line of input.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Text">Without its end.</param>
/// <param name="IsDamaged">Whether some of its bytes are no UTF-8.</param>
internal readonly record struct InputLine(long Number, string Text, bool IsDamaged);
