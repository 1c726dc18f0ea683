using System.Runtime.InteropServices;

namespace Tandem.Runs.Safetensors;

/// <summary>
/// A safetensors file, read whole and verified: an 8-byte little-endian header length, a JSON header, the tensors' bytes.
/// Format: https://huggingface.co/docs/safetensors.
/// </summary>
/// <remarks>
/// Everything the header claims is checked before memory is set aside, so that a damaged or hostile file costs no more
/// than its own length. Whatever is wrong with the content is one <see cref="InvalidDataException"/> naming file and tensor.
/// </remarks>
public sealed class SafetensorsFile
{
    private readonly string source;
    private readonly Dictionary<string, (TensorInfo Info, byte[] Bytes)> tensors = new(StringComparer.Ordinal);

    private SafetensorsFile(Stream stream, string source)
    {
        this.source = source;
        var length = stream.Length;
        var prefix = new byte[Math.Min(SafetensorsHeader.PrefixBytes, length)];
        stream.ReadExactly(prefix);
        var json = new byte[SafetensorsHeader.ReadLength(prefix, length, source)];
        stream.ReadExactly(json);
        var header = SafetensorsHeader.Parse(json, length - prefix.Length - json.Length, source);

        Metadata = header.Metadata;
        Names = [.. header.Tensors.Select(tensor => tensor.Info.Name)];
        foreach (var (info, begin, end) in header.Tensors)
        {
            var bytes = GC.AllocateUninitializedArray<byte>((int)(end - begin));
            stream.ReadExactly(bytes);
            tensors.Add(info.Name, (info, bytes));
        }
    }

    /// <summary>The header's <c>__metadata__</c>, empty where it has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors' names, in the order of their bytes.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The content is damaged or not in this format.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static SafetensorsFile Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        return Read(stream, path);
    }

    /// <summary>Reads a file's content from memory.</summary>
    /// <param name="bytes">The whole content.</param>
    /// <param name="source">The name that errors give it.</param>
    /// <exception cref="InvalidDataException">The content is damaged or not in this format.</exception>
    public static SafetensorsFile FromBytes(byte[] bytes, string source)
    {
        using var stream = new MemoryStream(bytes, writable: false);
        return Read(stream, source);
    }

    /// <summary>Whether a tensor of this name is there.</summary>
    public bool Contains(string name) => tensors.ContainsKey(name);

    /// <summary>Element type and shape of a tensor.</summary>
    /// <exception cref="InvalidDataException">No tensor has this name.</exception>
    public TensorInfo Info(string name) => Find(name).Info;

    /// <summary>A tensor's bytes: little-endian elements in row-major order.</summary>
    /// <exception cref="InvalidDataException">No tensor has this name.</exception>
    public ReadOnlySpan<byte> Bytes(string name) => Find(name).Bytes;

    /// <summary>A floating-point tensor's elements in row-major order; F64 is rounded to the nearest <see cref="float"/>.</summary>
    /// <exception cref="InvalidDataException">No tensor has this name, or its elements are not floating-point.</exception>
    public float[] ReadSingles(string name)
    {
        var (info, bytes) = Find(name);
        return info.Dtype switch
        {
            SafetensorsDtype.F32 => MemoryMarshal.Cast<byte, float>(bytes).ToArray(),
            SafetensorsDtype.F64 => Convert<double, float>(bytes, value => (float)value),
            SafetensorsDtype.F16 => Convert<Half, float>(bytes, value => (float)value),
            SafetensorsDtype.BF16 => Convert<ushort, float>(bytes, WidenBrainFloat),
            _ => throw Unfit(info, "floating-point elements"),
        };
    }

    /// <summary>As <see cref="ReadSingles(string)"/>, and checks the shape.</summary>
    /// <exception cref="InvalidDataException">No tensor has this name, or it has other elements or another shape.</exception>
    public float[] ReadSingles(string name, params ReadOnlySpan<long> shape)
    {
        var info = Find(name).Info;
        if (!info.Shape.AsSpan().SequenceEqual(shape))
            throw SafetensorsHeader.Fault(source, name, $"has shape {TensorInfo.ShapeText(info.Shape.AsSpan())} where {TensorInfo.ShapeText(shape)} is expected");
        return ReadSingles(name);
    }

    /// <summary>A floating-point tensor's elements in row-major order, none rounded.</summary>
    /// <exception cref="InvalidDataException">No tensor has this name, or its elements are not floating-point.</exception>
    public double[] ReadDoubles(string name)
    {
        var (info, bytes) = Find(name);
        return info.Dtype switch
        {
            SafetensorsDtype.F64 => MemoryMarshal.Cast<byte, double>(bytes).ToArray(),
            SafetensorsDtype.F32 => Convert<float, double>(bytes, value => value),
            SafetensorsDtype.F16 => Convert<Half, double>(bytes, value => (double)value),
            SafetensorsDtype.BF16 => Convert<ushort, double>(bytes, value => WidenBrainFloat(value)),
            _ => throw Unfit(info, "floating-point elements"),
        };
    }

    /// <summary>A whole-number or boolean tensor's elements in row-major order; false is 0, true is 1.</summary>
    /// <exception cref="InvalidDataException">No tensor has this name, or its elements do not fit 64 signed bits.</exception>
    public long[] ReadInt64s(string name)
    {
        var (info, bytes) = Find(name);
        return info.Dtype switch
        {
            SafetensorsDtype.I64 => MemoryMarshal.Cast<byte, long>(bytes).ToArray(),
            SafetensorsDtype.I32 => Convert<int, long>(bytes, value => value),
            SafetensorsDtype.I16 => Convert<short, long>(bytes, value => value),
            SafetensorsDtype.I8 => Convert<sbyte, long>(bytes, value => value),
            SafetensorsDtype.U32 => Convert<uint, long>(bytes, value => value),
            SafetensorsDtype.U16 => Convert<ushort, long>(bytes, value => value),
            SafetensorsDtype.U8 => Convert<byte, long>(bytes, value => value),
            SafetensorsDtype.Bool => Convert<byte, long>(bytes, value => value == 0 ? 0 : 1),
            _ => throw Unfit(info, "whole-number elements of at most 64 signed bits"),
        };
    }

    private static SafetensorsFile Read(Stream stream, string source)
    {
        try
        {
            return new SafetensorsFile(stream, source);
        }
        catch (EndOfStreamException)
        {
            throw SafetensorsHeader.Fault(source, "became shorter while it was read: read it again when its writer is done");
        }
    }

    private static float WidenBrainFloat(ushort bits) => BitConverter.Int32BitsToSingle(bits << 16);

    private static TTarget[] Convert<TElement, TTarget>(byte[] bytes, Func<TElement, TTarget> convert)
        where TElement : unmanaged =>
        Array.ConvertAll(MemoryMarshal.Cast<byte, TElement>(bytes).ToArray(), element => convert(element));

    private (TensorInfo Info, byte[] Bytes) Find(string name) => tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw SafetensorsHeader.Fault(source, $"has no tensor '{name}'");

    private InvalidDataException Unfit(TensorInfo info, string expected) =>
        SafetensorsHeader.Fault(source, info.Name, $"holds {info.Dtype.HeaderName} where {expected} are expected");
}
