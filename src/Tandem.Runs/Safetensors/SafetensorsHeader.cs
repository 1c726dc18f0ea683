using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Tandem.Runs.Safetensors;

/// <summary>One tensor's bytes: from <paramref name="Begin"/> up to <paramref name="End"/>, counted from the first data byte.</summary>
internal readonly record struct TensorEntry(TensorInfo Info, long Begin, long End);

/// <summary>
/// The JSON between the length prefix and the data. Parsing trusts nothing: every name, number and range is checked
/// before any memory is set aside for data, and each fault is an <see cref="InvalidDataException"/> that names file and tensor.
/// </summary>
/// <remarks>
/// Stricter than the format asks where leniency would hide damage: unknown fields are refused, and the header's length
/// must be a multiple of 8, so that the data begins aligned. Within the data a tensor may begin anywhere: files that
/// hold masks of single bytes before floats are in use, and each tensor gets an array of its own here.
/// </remarks>
internal sealed class SafetensorsHeader
{
    public const int PrefixBytes = 8;
    public const int Alignment = 8;
    public const long MaxHeaderBytes = 100_000_000;

    public required IReadOnlyDictionary<string, string> Metadata { get; init; }

    /// <summary>In the order of their bytes.</summary>
    public required ImmutableArray<TensorEntry> Tensors { get; init; }

    /// <summary>Reads the length prefix, and checks it against the limit and the file's length.</summary>
    public static int ReadLength(ReadOnlySpan<byte> prefix, long fileLength, string source)
    {
        if (prefix.Length < PrefixBytes)
            throw Fault(source, $"is cut short: {fileLength} bytes do not hold the 8 that give the header's length");
        var length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (length > MaxHeaderBytes)
            throw Fault(source, $"announces a header of {length} bytes, the limit is {MaxHeaderBytes}: it is damaged or no safetensors file");
        if ((long)length > fileLength - PrefixBytes)
            throw Fault(source, $"is cut short: its header of {length} bytes does not fit into {fileLength} bytes");
        if (length % Alignment != 0)
            throw Fault(source, $"has a header of {length} bytes, so its data is not aligned: pad the header with spaces to a multiple of {Alignment}");
        return (int)length;
    }

    /// <summary>Parses the header and checks that its tensors fill <paramref name="dataLength"/> bytes exactly.</summary>
    public static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength, string source)
    {
        if (json.IsEmpty || json[0] != (byte)'{')
            throw Fault(source, "has a header that does not begin with '{': it is damaged or no safetensors file");
        if (!Utf8.IsValid(json))
            throw Fault(source, "has a header that is not valid UTF-8");
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 4 });
            var header = Parse(ref reader, source);
            SafetensorsLayout.Check(header.Tensors, dataLength, source);
            return header;
        }
        catch (JsonException fault)
        {
            throw Fault(source, $"has a header that is not valid JSON at byte {fault.BytePositionInLine} of line {fault.LineNumber + 1}");
        }
    }

    public static InvalidDataException Fault(string source, string what) => new($"'{source}' {what}");

    public static InvalidDataException Fault(string source, string tensor, string what) =>
        new($"'{source}': tensor '{tensor}' {what}");

    private static SafetensorsHeader Parse(ref Utf8JsonReader reader, string source)
    {
        IReadOnlyDictionary<string, string> metadata = ImmutableSortedDictionary<string, string>.Empty;
        var tensors = ImmutableArray.CreateBuilder<TensorEntry>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = Text(ref reader, source);
            if (!names.Add(name))
                throw Fault(source, $"names '{name}' twice in its header");
            reader.Read();
            if (name == "__metadata__")
                metadata = ParseMetadata(ref reader, source);
            else
                tensors.Add(ParseTensor(ref reader, name, source));
        }

        reader.Read(); // refuses anything but white space after the closing brace
        tensors.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        return new SafetensorsHeader { Metadata = metadata, Tensors = tensors.ToImmutable() };
    }

    private static ImmutableSortedDictionary<string, string> ParseMetadata(ref Utf8JsonReader reader, string source)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Fault(source, "has a __metadata__ that is not an object");
        var metadata = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = Text(ref reader, source);
            reader.Read();
            if (reader.TokenType != JsonTokenType.String)
                throw Fault(source, $"has a __metadata__ entry '{key}' that is not a string");
            if (!metadata.TryAdd(key, Text(ref reader, source)))
                throw Fault(source, $"names '{key}' twice in its __metadata__");
        }

        return metadata.ToImmutable();
    }

    private static TensorEntry ParseTensor(ref Utf8JsonReader reader, string name, string source)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Fault(source, name, "is not described by an object");
        SafetensorsDtype? dtype = null;
        long[]? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var field = Text(ref reader, source);
            reader.Read();
            if (field is not ("dtype" or "shape" or "data_offsets"))
                throw Fault(source, name, $"has an unknown field '{field}': the format knows dtype, shape and data_offsets");
            if ((field == "dtype" && dtype is not null) || (field == "shape" && shape is not null)
                || (field == "data_offsets" && offsets is not null))
                throw Fault(source, name, $"gives {field} twice");
            if (field == "dtype")
                dtype = ParseDtype(ref reader, name, source);
            else if (field == "shape")
                shape = ParseNumbers(ref reader, name, field, source);
            else
                offsets = ParseNumbers(ref reader, name, field, source);
        }

        if (dtype is null || shape is null || offsets is null)
            throw Fault(source, name, $"lacks its {(dtype is null ? "dtype" : shape is null ? "shape" : "data_offsets")}");
        if (offsets.Length != 2)
            throw Fault(source, name, $"has {offsets.Length} data_offsets: the format asks for begin and end");
        SafetensorsLayout.CheckSize(name, dtype.Value, shape, offsets[0], offsets[1], source);
        return new TensorEntry(new TensorInfo(name, dtype.Value, [.. shape]), offsets[0], offsets[1]);
    }

    private static SafetensorsDtype ParseDtype(ref Utf8JsonReader reader, string name, string source)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw Fault(source, name, "has a dtype that is not a string");
        var text = Text(ref reader, source);
        return SafetensorsDtypes.Parse(text)
            ?? throw Fault(source, name, $"has dtype '{text}', which is not one of {SafetensorsDtypes.Names}");
    }

    private static long[] ParseNumbers(ref Utf8JsonReader reader, string name, string field, string source)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Fault(source, name, $"has a {field} that is not an array");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out var number) || number < 0)
                throw Fault(source, name, $"has {Encoding.UTF8.GetString(reader.ValueSpan)} in its {field}: only whole numbers from 0 to 2^63 - 1 are allowed");
            numbers.Add(number);
        }

        return [.. numbers];
    }

    /// <summary>The current token's text; a lone surrogate written as an escape is damage too.</summary>
    private static string Text(ref Utf8JsonReader reader, string source)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Fault(source, "has a header with text that is not valid Unicode");
        }
    }
}
