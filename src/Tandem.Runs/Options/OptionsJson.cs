using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Tandem.Runs.Options;

/// <summary>Reads options from JSON text, with the line of whatever is wrong.</summary>
[RequiresUnreferencedCode(OptionsBinder.Reflects)]
[RequiresDynamicCode(OptionsBinder.Reflects)]
internal sealed class OptionsJson(string json, string sourceName)
{
    private readonly byte[] utf8 = Encoding.UTF8.GetBytes(json);

    /// <summary>A copy of the tree with what the text's object changes.</summary>
    public object Bind(object defaults)
    {
        var whole = defaults;
        return Read("", (ref reader) =>
        {
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new OptionsException("", "options must be one JSON object, such as { \"seed\": 1 }", Place(reader));
            return BindRecord(ref reader, defaults, whole, path: "");
        });
    }

    /// <summary>A list given on the command line as a JSON array.</summary>
    public object? BindList(OptionProperty property, object? current, string path) =>
        Read(path, (ref reader) => BindValue(ref reader, property, current, path));

    private delegate TResult Reading<TResult>(ref Utf8JsonReader reader);

    private TResult Read<TResult>(string path, Reading<TResult> read)
    {
        var reader = new Utf8JsonReader(
            utf8, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            reader.Read();
            var result = read(ref reader);
            reader.Read(); // refuses anything but white space and comments after the end
            return result;
        }
        catch (JsonException fault)
        {
            throw new OptionsException(
                path, $"this is not JSON at column {fault.BytePositionInLine + 1}: check quotes, commas and brackets", Place(fault.LineNumber ?? 0), fault);
        }
    }

    private object BindRecord(ref Utf8JsonReader reader, object record, object whole, string path)
    {
        var clone = OptionProperty.Copy(record);
        var properties = OptionProperty.Of(record);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var place = Place(reader);
            var name = Text(reader);
            var property = properties.FirstOrDefault(property => property.Name == name)
                ?? throw new OptionsException(path, UnknownText(properties, whole, name), place);
            var inner = path.Length == 0 ? name : $"{path}.{name}";
            if (!seen.Add(name))
                throw new OptionsException(inner, "the option is given twice: remove one", place);
            reader.Read();
            place = Place(reader);
            var current = property.Get(clone);
            var value = property.Type is null
                ? BindNested(ref reader, current, whole, inner)
                : BindValue(ref reader, property, current, inner);
            property.Assign(clone, value, inner, place);
        }

        return clone;
    }

    private object? BindNested(ref Utf8JsonReader reader, object? current, object whole, string path) => (reader.TokenType, current) switch
    {
        (JsonTokenType.StartObject, not null) => BindRecord(ref reader, current, whole, path),
        (JsonTokenType.Null, null) => null,
        (_, null) => throw new OptionsException(path, "there are no options here: leave it out or give null", Place(reader)),
        _ => throw new OptionsException(path, $"{Given(reader)} is not a group of options: give an object", Place(reader)),
    };

    private object? BindValue(ref Utf8JsonReader reader, OptionProperty property, object? current, string path)
    {
        var type = property.Type!;
        if (reader.TokenType == JsonTokenType.Null && type.AllowsNull)
            return null;
        if (type.List is null)
            return BindScalar(reader, property, current, path);
        if (reader.TokenType != JsonTokenType.StartArray)
            throw OptionText.Refusal(property, null, Given(reader), "is not a list", path, Place(reader));
        var elements = new List<object>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            elements.Add(BindScalar(reader, property, current, path));
        return type.MakeList(elements);
    }

    private object BindScalar(in Utf8JsonReader reader, OptionProperty property, object? current, string path)
    {
        var type = property.Type!.Element;
        var text = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray ? "" : Text(reader);
        return Fits(type, reader.TokenType, text)
            ? OptionText.ParseScalar(property, current, text, Given(reader), path, Place(reader))
            : throw OptionText.Refusal(property, current, Given(reader), OptionScalar.Complaint(type, ""), path, Place(reader));
    }

    /// <summary>Whether this kind of token may stand for the type; numbers that JSON lacks come as strings.</summary>
    private static bool Fits(Type type, JsonTokenType token, string text) => token switch
    {
        JsonTokenType.String => type == typeof(string) || type.IsEnum || text is "NaN" or "Infinity" or "-Infinity",
        JsonTokenType.Number => OptionScalar.IsNumber(type),
        JsonTokenType.True or JsonTokenType.False => type == typeof(bool),
        _ => false,
    };

    private static string UnknownText(IReadOnlyList<OptionProperty> here, object whole, string name)
    {
        var names = here.Select(property => property.Name).ToArray();
        var guess = OptionNames.Nearest(name, names) ?? OptionLookup.Guess(OptionLeaf.Of(whole), name);
        return OptionLookup.UnknownText(name, guess, names);
    }

    private string Given(in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => OptionText.Quoted(Text(reader)),
        _ => Text(reader),
    };

    private string Text(in Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
            return Encoding.UTF8.GetString(reader.ValueSpan);
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new OptionsException("", "a text holds half of a surrogate pair: write the character itself", Place(reader));
        }
    }

    private string? Place(in Utf8JsonReader reader) => Place(utf8.AsSpan(0, (int)reader.TokenStartIndex).Count((byte)'\n'));

    private string? Place(long linesBefore) => sourceName.Length == 0 ? null : $"{sourceName}, line {linesBefore + 1}";
}
