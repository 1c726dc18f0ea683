namespace Tandem.Environments;

/// <summary>A random stream in a saved state: its four words.</summary>
internal static class StreamSerialization
{
    public static void Write(this BinaryWriter writer, RandomStream stream)
    {
        var (s0, s1, s2, s3) = stream.State;
        writer.Write(s0);
        writer.Write(s1);
        writer.Write(s2);
        writer.Write(s3);
    }

    public static RandomStream ReadRandomStream(this BinaryReader reader)
    {
        var (s0, s1, s2, s3) = (reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64(), reader.ReadUInt64());
        return (s0 | s1 | s2 | s3) != 0 ? new RandomStream(s0, s1, s2, s3)
            : throw new InvalidDataException("a saved random stream is all zeros: it is damaged");
    }
}
