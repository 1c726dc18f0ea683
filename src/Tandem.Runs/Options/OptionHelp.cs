using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Tandem.Runs.Options;

/// <summary>What a property's <see cref="DescriptionAttribute"/> says: a sentence, then <c>[range; unit]</c>.</summary>
internal sealed record OptionHelp(string Description, string? Range, string? Unit)
{
    [RequiresUnreferencedCode(OptionsBinder.Reflects)]
    [RequiresDynamicCode(OptionsBinder.Reflects)]
    public static OptionHelp Of(OptionProperty property) =>
        Parse(property.Info.GetCustomAttribute<DescriptionAttribute>()?.Description ?? "");

    public static OptionHelp Parse(string text)
    {
        var open = text.LastIndexOf('[');
        if (open < 0 || !text.EndsWith(']'))
            return new OptionHelp(text.Trim(), null, null);
        var parts = text[(open + 1)..^1].Split(';', 2);
        return new OptionHelp(text[..open].Trim(), NullIfEmpty(parts[0]), parts.Length == 2 ? NullIfEmpty(parts[1]) : null);
    }

    private static string? NullIfEmpty(string text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
