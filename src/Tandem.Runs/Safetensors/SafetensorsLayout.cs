using System.Collections.Immutable;

namespace Tandem.Runs.Safetensors;

/// <summary>The arithmetic of a file's byte ranges: every data byte belongs to exactly one tensor.</summary>
internal static class SafetensorsLayout
{
    /// <summary>Bytes a tensor takes, or null where the number exceeds 2^63 - 1.</summary>
    public static long? ByteCount(SafetensorsDtype dtype, ReadOnlySpan<long> shape)
    {
        long bytes = dtype.Size;
        foreach (var length in shape)
        {
            if (Math.BigMul(bytes, length) > long.MaxValue)
                return null;
            bytes *= length;
        }

        return bytes;
    }

    /// <summary>Checks one tensor's range against its element type and shape.</summary>
    public static void CheckSize(string name, SafetensorsDtype dtype, long[] shape, long begin, long end, string source)
    {
        if (end < begin)
            throw SafetensorsHeader.Fault(source, name, $"ends at byte {end}, before it begins at byte {begin}");
        var bytes = ByteCount(dtype, shape)
            ?? throw SafetensorsHeader.Fault(source, name, $"has shape {TensorInfo.ShapeText(shape)}, whose size overflows 64 bits");
        if (bytes != end - begin)
            throw SafetensorsHeader.Fault(source, name, $"has shape {TensorInfo.ShapeText(shape)} of {dtype.HeaderName}, {bytes} bytes, but its data_offsets span {end - begin}");
        if (bytes > Array.MaxLength)
            throw SafetensorsHeader.Fault(source, name, $"takes {bytes} bytes: at most {Array.MaxLength} a tensor can be read");
    }

    /// <summary>Checks that tensors, sorted by their first byte, cover the data without overlap, hole or rest.</summary>
    public static void Check(ImmutableArray<TensorEntry> tensors, long dataLength, string source)
    {
        long covered = 0;
        foreach (var (info, begin, end) in tensors)
        {
            if (begin < covered)
                throw SafetensorsHeader.Fault(source, info.Name, $"overlaps another: it begins at byte {begin}, the one before ends at byte {covered}");
            if (begin > covered)
                throw SafetensorsHeader.Fault(source, info.Name, $"leaves a hole: it begins at byte {begin}, the one before ends at byte {covered}");
            if (end > dataLength)
                throw SafetensorsHeader.Fault(source, info.Name, $"ends at byte {end}, but the file holds only {dataLength} bytes of data: it is cut short");
            covered = end;
        }

        if (covered < dataLength)
            throw SafetensorsHeader.Fault(source, $"has {dataLength - covered} trailing bytes that belong to no tensor");
    }
}
