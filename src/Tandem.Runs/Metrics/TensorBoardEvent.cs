using System.Text;

namespace Tandem.Runs.Metrics;

/// <summary>
/// The few messages that TensorBoard needs, in the protobuf encoding (https://protobuf.dev/programming-guides/encoding):
/// <c>Event { double wall_time = 1; int64 step = 2; string file_version = 3; Summary summary = 5; SessionLog session_log = 7 }</c>,
/// <c>Summary { repeated Value value = 1 }</c>, <c>Value { string tag = 1; float simple_value = 2 }</c>,
/// <c>SessionLog { SessionStatus status = 1 }</c>, of which START is 1.
/// </summary>
internal static class TensorBoardEvent
{
    private const int Start = 1;

    /// <summary>A field's kind on the wire.</summary>
    private enum Wire
    {
        Varint = 0,
        Fixed64 = 1,
        Bytes = 2,
        Fixed32 = 5,
    }

    /// <summary>The event that every file begins with.</summary>
    public static byte[] FileVersion(double wallSeconds) =>
        Message(wallSeconds, step: 0, writer => WriteBytes(writer, field: 3, "brain.Event:2"u8));

    /// <summary>The event by which TensorBoard drops what earlier files hold of this step and later ones.</summary>
    public static byte[] SessionStart(double wallSeconds, long step) =>
        Message(wallSeconds, step, writer => WriteBytes(writer, field: 7, Message(log => WriteVarint(log, field: 1, Start))));

    /// <summary>Numbers by tag.</summary>
    public static byte[] Scalars(double wallSeconds, long step, ReadOnlySpan<(string Name, double Value)> values)
    {
        var scalars = values.ToArray();
        var summary = Message(writer =>
        {
            foreach (var (name, value) in scalars)
                WriteBytes(writer, field: 1, Scalar(name, (float)value));
        });
        return Message(wallSeconds, step, writer => WriteBytes(writer, field: 5, summary));
    }

    private static byte[] Scalar(string tag, float value) => Message(writer =>
    {
        WriteBytes(writer, field: 1, Encoding.UTF8.GetBytes(tag));
        WriteKey(writer, field: 2, Wire.Fixed32);
        writer.Write(value);
    });

    private static byte[] Message(double wallSeconds, long step, Action<BinaryWriter> writeContent) => Message(writer =>
    {
        WriteKey(writer, field: 1, Wire.Fixed64);
        writer.Write(wallSeconds);
        if (step != 0) // a default is left out
            WriteVarint(writer, field: 2, step);
        writeContent(writer);
    });

    private static byte[] Message(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        write(writer);
        return stream.ToArray();
    }

    private static void WriteKey(BinaryWriter writer, int field, Wire wire) => writer.Write7BitEncodedInt((field << 3) | (int)wire);

    private static void WriteVarint(BinaryWriter writer, int field, long value)
    {
        WriteKey(writer, field, Wire.Varint);
        writer.Write7BitEncodedInt64(value);
    }

    private static void WriteBytes(BinaryWriter writer, int field, ReadOnlySpan<byte> bytes)
    {
        WriteKey(writer, field, Wire.Bytes);
        writer.Write7BitEncodedInt(bytes.Length);
        writer.Write(bytes);
    }
}
