using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Tandem.Cli.Plots;

namespace Tandem.Cli.Tests.Plots;

public sealed class PngFileTests
{
    /// <summary>The check value that the catalogue of checksums gives for CRC-32/ISO-HDLC.</summary>
    [Fact]
    public void The_checksum_is_that_of_the_standard() => Assert.Equal(0xCBF43926u, PngFile.Checksum("123456789"u8));

    [Fact]
    public void What_was_written_is_read_again()
    {
        byte[] pixels = [255, 0, 0, 0, 255, 0, 0, 0, 255, 1, 2, 3, 4, 5, 6, 7, 8, 9];

        var chunks = Chunks(PngFile.Encode(3, 2, pixels));

        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        Assert.Equal([0, 0, 0, 3, 0, 0, 0, 2, 8, 2, 0, 0, 0], chunks[0].Data);
        Assert.Equal([0, .. pixels[..9], 0, .. pixels[9..]], Inflated(chunks[1].Data));
    }

    private static List<(string Type, byte[] Data)> Chunks(byte[] file)
    {
        Assert.Equal([137, 80, 78, 71, 13, 10, 26, 10], file[..8]);
        var chunks = new List<(string, byte[])>();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var body = file.AsSpan(at + 4, length + 4);
            Assert.Equal(PngFile.Checksum(body), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            chunks.Add((Encoding.ASCII.GetString(body[..4]), body[4..].ToArray()));
            at += length + 12;
        }

        return chunks;
    }

    private static byte[] Inflated(byte[] data)
    {
        using var zlib = new ZLibStream(new MemoryStream(data), CompressionMode.Decompress);
        using var memory = new MemoryStream();
        zlib.CopyTo(memory);
        return memory.ToArray();
    }
}
