using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Tandem.Runs.Options;

/// <summary>Writes a tree of options as JSON that <see cref="OptionsBinder.FromJson"/> reads back to the same values.</summary>
[RequiresUnreferencedCode(OptionsBinder.Reflects)]
[RequiresDynamicCode(OptionsBinder.Reflects)]
public static class OptionsWriter
{
    /// <summary>The tree as plain JSON.</summary>
    public static string ToJson(object tree) => Write(tree, comments: false);

    /// <summary>The tree as JSON with a comment above each option: description, unit and range.</summary>
    public static string ToCommentedJson(object tree) => Write(tree, comments: true);

    private static string Write(object tree, bool comments)
    {
        var json = new StringBuilder();
        WriteRecord(json, tree, indent: "", comments);
        return json.Append('\n').ToString();
    }

    private static void WriteRecord(StringBuilder json, object record, string indent, bool comments)
    {
        var inner = indent + "  ";
        var separator = "\n";
        json.Append('{');
        foreach (var property in OptionProperty.Of(record))
        {
            json.Append(separator);
            if (comments)
                WriteComment(json, property, inner);
            json.Append(inner).Append('"').Append(property.Name).Append("\": ");
            WriteValue(json, property, property.Get(record), inner, comments);
            separator = ",\n";
        }

        json.Append('\n').Append(indent).Append('}');
    }

    private static void WriteValue(StringBuilder json, OptionProperty property, object? value, string indent, bool comments)
    {
        if (property.Type is { } type)
            json.Append(OptionText.ToJson(type, value));
        else if (value is null)
            json.Append("null");
        else
            WriteRecord(json, value, indent, comments);
    }

    private static void WriteComment(StringBuilder json, OptionProperty property, string indent)
    {
        var help = OptionHelp.Of(property);
        var choices = property.Type is { Element.IsEnum: true } type ? OptionScalar.Choices(type.Element) : null;
        string[] details = [.. new[] { help.Unit, help.Range ?? choices }.OfType<string>()];
        var text = details.Length == 0 ? help.Description : $"{help.Description} ({string.Join(", ", details)})";
        if (text.Length > 0)
            json.Append(indent).Append("// ").Append(text.ReplaceLineEndings(" ").Trim()).Append('\n');
    }
}
