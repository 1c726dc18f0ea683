using System.Buffers.Binary;
using System.Numerics;

namespace Tandem.Runs.Metrics;

/// <summary>
/// The frame of a record in a TensorFlow record file: its length (8 bytes), the length's checksum (4), the record, its
/// checksum (4), little-endian. https://www.tensorflow.org/tutorials/load_data/tfrecord
/// </summary>
internal static class TensorBoardRecord
{
    public static void Write(Stream stream, ReadOnlySpan<byte> record)
    {
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, record.Length);
        stream.Write(length);
        WriteChecksum(stream, length);
        stream.Write(record);
        WriteChecksum(stream, record);
    }

    /// <summary>CRC-32C: the Castagnoli polynomial, begun and ended with all bits turned (RFC 3720, section 12.1).</summary>
    internal static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }

    /// <summary>The checksum is turned and shifted, so that a record which holds checksums has none that look like them.</summary>
    private static void WriteChecksum(Stream stream, ReadOnlySpan<byte> bytes)
    {
        Span<byte> checksum = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, BitOperations.RotateRight(Crc32C(bytes), 15) + 0xA282_EAD8);
        stream.Write(checksum);
    }
}
