using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tandem.Runs.Safetensors;

/// <summary>
/// Collects tensors and writes them as a safetensors file. The same content gives the same bytes: tensors go by element
/// size, largest first, then by name, so that each is aligned; metadata goes by key; spaces pad the header so that the
/// data begins at a multiple of 8.
/// </summary>
/// <remarks>Holds on to the arrays it is given and copies none: change them only after writing.</remarks>
public sealed class SafetensorsWriter
{
    private readonly Dictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, string> metadata = new(StringComparer.Ordinal);

    private delegate void BytesWriter(Stream stream);

    private sealed record Tensor(TensorInfo Info, long ByteCount, BytesWriter Write);

    /// <summary>The <c>__metadata__</c> that will be written; left out where empty.</summary>
    public IDictionary<string, string> Metadata => metadata;

    /// <summary>Adds a tensor.</summary>
    /// <param name="name">Not used before, and not <c>__metadata__</c>.</param>
    /// <param name="shape">Lengths of the axes, outermost first; empty for a scalar.</param>
    /// <param name="values">Elements in row-major order.</param>
    /// <returns>This writer.</returns>
    /// <exception cref="ArgumentException">The name is taken, or shape and number of elements disagree.</exception>
    public SafetensorsWriter Add<T>(string name, ReadOnlySpan<long> shape, T[] values) where T : unmanaged =>
        Add(name, shape, new ReadOnlyMemory<T>(values));

    /// <inheritdoc cref="Add{T}(string, ReadOnlySpan{long}, T[])"/>
    public SafetensorsWriter Add<T>(string name, ReadOnlySpan<long> shape, ReadOnlyMemory<T> values) where T : unmanaged
    {
        var dtype = SafetensorsDtypes.Of<T>();
        return Add(name, dtype, shape, (long)values.Length * dtype.Size, stream => WriteElements(stream, values.Span));
    }

    /// <summary>Adds a tensor whose elements are at hand as bytes, such as BF16.</summary>
    /// <param name="name">Not used before, and not <c>__metadata__</c>.</param>
    /// <param name="dtype">Element type.</param>
    /// <param name="shape">Lengths of the axes, outermost first; empty for a scalar.</param>
    /// <param name="bytes">Little-endian elements in row-major order.</param>
    /// <returns>This writer.</returns>
    /// <exception cref="ArgumentException">The name is taken, or shape and number of bytes disagree.</exception>
    public SafetensorsWriter AddBytes(
        string name, SafetensorsDtype dtype, ReadOnlySpan<long> shape, ReadOnlyMemory<byte> bytes) =>
        Add(name, dtype, shape, bytes.Length, stream => stream.Write(bytes.Span));

    /// <summary>Writes the file to a stream and leaves the stream open.</summary>
    public void WriteTo(Stream stream)
    {
        Tensor[] ordered =
        [
            .. tensors.Values
                .OrderByDescending(tensor => tensor.Info.Dtype.Size)
                .ThenBy(tensor => tensor.Info.Name, StringComparer.Ordinal),
        ];
        WriteHeader(stream, ordered);
        foreach (var tensor in ordered)
            tensor.Write(stream);
    }

    /// <summary>The file's bytes.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        WriteTo(stream);
        return stream.ToArray();
    }

    /// <summary>Writes a file: aside, flushed to disk, then renamed, so that an older file is replaced whole or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => AtomicFile.Write(path, WriteTo);

    private static void WriteElements<T>(Stream stream, ReadOnlySpan<T> values) where T : unmanaged
    {
        const int ChunkElements = 1 << 20; // so that the chunk's byte count fits an int
        for (var start = 0; start < values.Length; start += ChunkElements)
            stream.Write(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(ChunkElements, values.Length - start))));
    }

    private SafetensorsWriter Add(
        string name, SafetensorsDtype dtype, ReadOnlySpan<long> shape, long byteCount, BytesWriter write)
    {
        if (name == "__metadata__")
            throw new ArgumentException("a tensor cannot be called '__metadata__': the format reserves that name");
        var text = TensorInfo.ShapeText(shape);
        if (shape.ContainsAnyInRange(long.MinValue, -1))
            throw new ArgumentException($"tensor '{name}' has shape {text}: lengths must be 0 or more");
        if (SafetensorsLayout.ByteCount(dtype, shape) != byteCount)
            throw new ArgumentException($"tensor '{name}' has shape {text}, which does not match its {byteCount / dtype.Size} elements");
        if (!tensors.TryAdd(name, new Tensor(new TensorInfo(name, dtype, [.. shape]), byteCount, write)))
            throw new ArgumentException($"tensor '{name}' is already there: give each tensor its own name");
        return this;
    }

    private void WriteHeader(Stream stream, Tensor[] ordered)
    {
        var json = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(json, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            WriteHeader(writer, ordered);
        var padding = -json.WrittenCount & (SafetensorsHeader.Alignment - 1);

        Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixBytes];
        BinaryPrimitives.WriteInt64LittleEndian(prefix, json.WrittenCount + padding);
        stream.Write(prefix);
        stream.Write(json.WrittenSpan);
        stream.Write("       "u8[..padding]);
    }

    private void WriteHeader(Utf8JsonWriter json, Tensor[] ordered)
    {
        json.WriteStartObject();
        if (metadata.Count > 0)
        {
            json.WriteStartObject("__metadata__");
            foreach (var (key, value) in metadata)
                json.WriteString(key, value);
            json.WriteEndObject();
        }

        long offset = 0;
        foreach (var (info, byteCount, _) in ordered)
        {
            WriteTensor(json, info, offset, offset + byteCount);
            offset += byteCount;
        }

        json.WriteEndObject();
    }

    private static void WriteTensor(Utf8JsonWriter json, TensorInfo info, long begin, long end)
    {
        json.WriteStartObject(info.Name);
        json.WriteString("dtype", info.Dtype.HeaderName);
        WriteNumbers(json, "shape", info.Shape.AsSpan());
        WriteNumbers(json, "data_offsets", [begin, end]);
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
