using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Tandem.Cli.Plots;

/// <summary>Writes pixels as PNG (ISO/IEC 15948): 8 bits for each of red, green and blue, no interlacing.</summary>
internal static class PngFile
{
    private const byte Truecolour = 2;

    /// <summary>The polynomial of PNG's checksum, lowest bit first (annex D).</summary>
    private const uint ChecksumPolynomial = 0xEDB88320;

    private static readonly byte[] Signature = [0x89, .. "PNG\r\n\x1A\n"u8];

    /// <param name="width">Pixels in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="pixels">Red, green and blue of each pixel, row by row.</param>
    public static byte[] Encode(int width, int height, ReadOnlySpan<byte> pixels)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, Truecolour);
        return [.. Signature, .. Chunk("IHDR", header), .. Chunk("IDAT", Compressed(width * 3, pixels)), .. Chunk("IEND", [])];
    }

    /// <summary>The checksum of a chunk's type and data.</summary>
    internal static uint Checksum(ReadOnlySpan<byte> data)
    {
        var sum = uint.MaxValue;
        foreach (var value in data)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum >> 1) ^ (ChecksumPolynomial & (0 - (sum & 1)));
        }

        return ~sum;
    }

    /// <summary>Every row behind a byte that says how it is filtered: 0, not at all.</summary>
    private static byte[] Compressed(int rowBytes, ReadOnlySpan<byte> pixels)
    {
        using var memory = new MemoryStream();
        using (var zlib = new ZLibStream(memory, CompressionLevel.SmallestSize))
        {
            for (var at = 0; at < pixels.Length; at += rowBytes)
            {
                zlib.WriteByte(0);
                zlib.Write(pixels.Slice(at, rowBytes));
            }
        }

        return memory.ToArray();
    }

    private static byte[] Chunk(string type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Checksum(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }
}
