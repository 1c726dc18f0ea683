using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tandem.Runs.Options;

/// <summary>Whole values of options as text: for flags, for help, and as JSON.</summary>
[RequiresUnreferencedCode(OptionsBinder.Reflects)]
[RequiresDynamicCode(OptionsBinder.Reflects)]
internal static class OptionText
{
    /// <summary>Reads what a user typed: a scalar, <c>a,b,c</c> or a JSON array for a list, <c>null</c> for nothing.</summary>
    public static object? Parse(OptionLeaf leaf, string text)
    {
        var type = leaf.Type;
        if (type.AllowsNull && text == "null")
            return null;
        if (type.List is null)
            return ParseScalar(leaf.Property, leaf.Value, text, Quoted(text), leaf.Path, place: null);
        if (text.StartsWith('['))
            return new OptionsJson(text, "").BindList(leaf.Property, leaf.Value, leaf.Path);
        string[] parts = text.Length == 0 ? [] : text.Split(',', StringSplitOptions.TrimEntries);
        return type.MakeList(Array.ConvertAll(parts, part => ParseScalar(leaf.Property, leaf.Value, part, Quoted(part), leaf.Path, place: null)));
    }

    /// <summary>Reads one scalar of an option, or says what the option takes.</summary>
    /// <param name="property">The option.</param>
    /// <param name="current">Its value so far: the error's example.</param>
    /// <param name="text">What was given.</param>
    /// <param name="given">The same as an error shows it.</param>
    /// <param name="path">The option's path.</param>
    /// <param name="place">File and line.</param>
    public static object ParseScalar(OptionProperty property, object? current, string text, string given, string path, string? place) =>
        OptionScalar.Parse(property.Type!.Element, text)
        ?? throw Refusal(property, current, given, OptionScalar.Complaint(property.Type.Element, text), path, place);

    /// <summary>The error <c>"abc" is not a number: give a number (greater than 0), such as 0.01</c>.</summary>
    public static OptionsException Refusal(
        OptionProperty property, object? current, string given, string complaint, string path, string? place)
    {
        var type = property.Type!;
        var expected = type.List is null ? OptionScalar.Expectation(type.Element) : $"a {type.Text}";
        var range = OptionHelp.Of(property).Range is { } text ? $" ({text})" : "";
        var example = OptionScalar.IsNumber(type.Element) && current is not null ? $", such as {Format(type, current)}" : "";
        return new OptionsException(path, $"{given} {complaint}: give {expected}{range}{example}", place);
    }

    /// <summary>A value as help shows it and a flag takes it.</summary>
    public static string Format(OptionType type, object? value) => value is null
        ? "null"
        : string.Join(',', type.Elements(value).Select(OptionScalar.Format));

    /// <summary>A value as JSON; numbers that JSON lacks are written as strings.</summary>
    public static string ToJson(OptionType type, object? value)
    {
        if (value is null)
            return "null";
        var elements = type.Elements(value).Select(ScalarToJson);
        return type.List is null ? elements.Single() : $"[{string.Join(", ", elements)}]";
    }

    public static string Quoted(string text) => $"\"{text}\"";

    private static string ScalarToJson(object? value) => value switch
    {
        double.NaN or double.PositiveInfinity or double.NegativeInfinity => Quoted(OptionScalar.Format(value)),
        float.NaN or float.PositiveInfinity or float.NegativeInfinity => Quoted(OptionScalar.Format(value)),
        string or Enum => Quoted(JsonEncodedText.Encode(OptionScalar.Format(value), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).ToString()),
        _ => OptionScalar.Format(value),
    };
}
