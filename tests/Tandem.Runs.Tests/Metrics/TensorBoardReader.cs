using System.Buffers.Binary;
using System.Text;

namespace Tandem.Runs.Tests.Metrics;

/// <summary>An event as read back: a file version, a session's start, or numbers by tag.</summary>
internal sealed record ReadEvent(double WallSeconds, long Step, string? FileVersion, bool IsSessionStart, Dictionary<string, float> Scalars);

/// <summary>
/// Reads event files as TensorBoard does, sharing no code with the writer: bytewise protobuf, and checksums bit by bit
/// from the polynomial.
/// </summary>
internal sealed class TensorBoardReader
{
    private const uint ReversedCastagnoli = 0x82F6_3B78;

    private readonly byte[] bytes;
    private int at;

    private TensorBoardReader(byte[] bytes) => this.bytes = bytes;

    private bool IsAtEnd => at == bytes.Length;

    public static List<ReadEvent> Read(string path)
    {
        var events = new List<ReadEvent>();
        for (var frames = new TensorBoardReader(File.ReadAllBytes(path)); !frames.IsAtEnd;)
            events.Add(new TensorBoardReader(frames.TakeFrame()).ReadEvent());
        return events;
    }

    public static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = ~0u;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * ReversedCastagnoli);
        }

        return ~crc;
    }

    private byte[] TakeFrame()
    {
        var lengthBytes = Take(8);
        Assert.Equal(Masked(lengthBytes), BinaryPrimitives.ReadUInt32LittleEndian(Take(4)));
        var record = Take((int)BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes));
        Assert.Equal(Masked(record), BinaryPrimitives.ReadUInt32LittleEndian(Take(4)));
        return record;
    }

    private static uint Masked(byte[] bytes)
    {
        var crc = Crc32C(bytes);
        return ((crc >> 15) | (crc << 17)) + 0xa282ead8u;
    }

    private ReadEvent ReadEvent()
    {
        var read = new ReadEvent(double.NaN, 0, null, false, []);
        while (!IsAtEnd)
        {
            read = (TakeVarint(), read) switch
            {
                ((1 << 3) | 1, _) => read with { WallSeconds = BinaryPrimitives.ReadDoubleLittleEndian(Take(8)) },
                ((2 << 3) | 0, _) => read with { Step = TakeVarint() },
                ((3 << 3) | 2, _) => read with { FileVersion = Encoding.UTF8.GetString(TakeBytes()) },
                ((5 << 3) | 2, _) => read with { Scalars = new TensorBoardReader(TakeBytes()).ReadSummary() },
                ((7 << 3) | 2, _) => read with { IsSessionStart = TakeBytes() is [8, 1] },
                var (key, _) => throw new InvalidDataException($"field {key >> 3} of wire type {key & 7} is none of an event's"),
            };
        }

        return read;
    }

    private Dictionary<string, float> ReadSummary()
    {
        var scalars = new Dictionary<string, float>();
        while (!IsAtEnd)
        {
            Assert.Equal((1 << 3) | 2, TakeVarint());
            var value = new TensorBoardReader(TakeBytes());
            Assert.Equal((1 << 3) | 2, value.TakeVarint());
            var tag = Encoding.UTF8.GetString(value.TakeBytes());
            Assert.Equal((2 << 3) | 5, value.TakeVarint());
            scalars.Add(tag, BinaryPrimitives.ReadSingleLittleEndian(value.Take(4)));
            Assert.True(value.IsAtEnd);
        }

        return scalars;
    }

    private byte[] Take(int count) => bytes[at..(at += count)];

    private byte[] TakeBytes() => Take((int)TakeVarint());

    private long TakeVarint()
    {
        var (value, shift) = (0L, 0);
        while (bytes[at] >= 128)
        {
            value |= (long)(bytes[at++] - 128) << shift;
            shift += 7;
        }

        return value | ((long)bytes[at++] << shift);
    }
}
