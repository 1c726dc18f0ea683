using System.Runtime.InteropServices;

namespace Tandem.Learning.Reinforcement;

/// <summary>How arrays and random streams are written to a checkpoint's binary state: to the bit.</summary>
internal static class BinaryState
{
    public static void WriteSingles(this BinaryWriter writer, ReadOnlySpan<float> values) => writer.WriteNumbers(values);

    public static void ReadSingles(this BinaryReader reader, Span<float> values) => reader.ReadNumbers(values);

    public static void WriteNumbers<T>(this BinaryWriter writer, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        writer.Write(values.Length);
        writer.Write(MemoryMarshal.AsBytes(values));
    }

    public static void ReadNumbers<T>(this BinaryReader reader, Span<T> values)
        where T : unmanaged
    {
        var length = reader.ReadInt32();
        if (length != values.Length)
        {
            throw new InvalidDataException(
                $"the saved state holds an array of {length} numbers where this training has {values.Length}: resume with the options the run was started with");
        }

        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Writes how many bytes there are, then the bytes.</summary>
    public static void WriteBytes(this BinaryWriter writer, ReadOnlySpan<byte> bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    public static byte[] ReadBytes(this BinaryReader reader) => reader.ReadBytes(reader.ReadInt32());

    public static void Write(this BinaryWriter writer, RandomStream random)
    {
        var (s0, s1, s2, s3) = random.State;
        writer.Write(s0);
        writer.Write(s1);
        writer.Write(s2);
        writer.Write(s3);
    }

    public static RandomStream ReadRandomStream(this BinaryReader reader) =>
        new(reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64());
}
