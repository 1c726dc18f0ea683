using System.Globalization;
using System.Text.Json;

namespace Tandem.Runs.Options;

/// <summary>Text of single values: whole numbers, numbers, true or false, text, and names of an enum.</summary>
internal static class OptionScalar
{
    private const NumberStyles Whole = NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent | NumberStyles.AllowDecimalPoint;

    public static bool IsScalar(Type type) => type.IsEnum || type == typeof(int) || type == typeof(long) || type == typeof(ulong)
        || type == typeof(double) || type == typeof(float) || type == typeof(bool) || type == typeof(string);

    public static bool IsWhole(Type type) => type == typeof(int) || type == typeof(long) || type == typeof(ulong);

    public static bool IsNumber(Type type) => IsWhole(type) || type == typeof(double) || type == typeof(float);

    public static string TypeText(Type type) => type switch
    {
        { IsEnum: true } => Choices(type),
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(string) => "text",
        _ => IsWhole(type) ? "whole number" : "number",
    };

    public static string PluralText(Type type) => IsNumber(type) ? TypeText(type) + "s" : TypeText(type);

    /// <summary>An enum's names in camelCase: <c>mean, sum or max</c>.</summary>
    public static string Choices(Type type)
    {
        var names = EnumNames(type);
        return names is [] or [_] ? string.Concat(names) : $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }

    /// <summary>The value written as <paramref name="text"/>; null where the text is none of this type.</summary>
    public static object? Parse(Type type, string text)
    {
        var culture = CultureInfo.InvariantCulture;
        if (type.IsEnum)
            return ParseEnum(type, text);
        if (type == typeof(string))
            return text;
        if (type == typeof(bool))
            return bool.TryParse(text, out var truth) ? truth : null;
        if (type == typeof(int))
            return int.TryParse(text, Whole, culture, out var number) ? number : null;
        if (type == typeof(long))
            return long.TryParse(text, Whole, culture, out var number) ? number : null;
        if (type == typeof(ulong))
            return ulong.TryParse(text, Whole, culture, out var number) ? number : null;
        if (type == typeof(float))
            return float.TryParse(text, NumberStyles.Float, culture, out var number) ? number : null;
        return double.TryParse(text, NumberStyles.Float, culture, out var real) ? real : null;
    }

    /// <summary>The text that <see cref="Parse"/> reads back to the same value.</summary>
    public static string Format(object? value) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        Enum choice => CamelCase(choice.ToString()),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    /// <summary>Why <paramref name="text"/> was not taken, up to the colon.</summary>
    public static string Complaint(Type type, string text) => type switch
    {
        { IsEnum: true } => "is not a choice",
        _ when type == typeof(bool) => "is not true or false",
        _ when type == typeof(string) => "is not text",
        _ when !IsWhole(type) => "is not a number",
        _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsInteger(number) =>
            $"does not fit, the option holds {Limits(type)}",
        _ => "is not a whole number",
    };

    /// <summary>What would be taken, after the colon.</summary>
    public static string Expectation(Type type) => type switch
    {
        { IsEnum: true } => Choices(type),
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(string) => "text",
        _ => IsWhole(type) ? "a whole number" : "a number",
    };

    private static string Limits(Type type) => type switch
    {
        _ when type == typeof(int) => $"{int.MinValue} to {int.MaxValue}",
        _ when type == typeof(long) => $"{long.MinValue} to {long.MaxValue}",
        _ => $"{ulong.MinValue} to {ulong.MaxValue}",
    };

    private static object? ParseEnum(Type type, string text)
    {
        var name = Array.Find(Enum.GetNames(type), name => OptionNames.Same(name, text));
        return name is null ? null : Enum.Parse(type, name);
    }

    private static string[] EnumNames(Type type) => Array.ConvertAll(Enum.GetNames(type), CamelCase);

    private static string CamelCase(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}
