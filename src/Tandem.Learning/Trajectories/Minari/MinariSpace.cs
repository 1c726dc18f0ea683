using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tandem.Learning.Trajectories;

/// <summary>
/// A space as Minari writes it: <c>{"type": "Box", "dtype": "float32", "shape": [4], "low": […], "high": […]}</c>, a string
/// within the metadata. Infinite bounds are Python's bare <c>Infinity</c>, which is not JSON.
/// </summary>
internal static partial class MinariSpace
{
    /// <summary>The words that make a bare infinity readable; no other word of a space holds them.</summary>
    private const string Infinity = "Infinity";

    public static string Write(Space space) => space switch
    {
        Discrete discrete => Invariant($$"""{"type": "Discrete", "dtype": "int64", "start": 0, "n": {{discrete.Count}}}"""),
        MultiDiscrete parts => Invariant($$"""{"type": "MultiDiscrete", "dtype": "int64", "nvec": [{{string.Join(", ", parts.Counts.ToArray())}}], "start": [{{string.Join(", ", parts.Counts.ToArray().Select(_ => 0))}}]}"""),
        Box box => Invariant($$"""{"type": "Box", "dtype": "float32", "shape": [{{box.Width}}], "low": [{{Bounds(box.Low)}}], "high": [{{Bounds(box.High)}}]}"""),
        _ => throw new ArgumentException($"{space} has no form in Minari: give Discrete, MultiDiscrete or Box"),
    };

    /// <exception cref="FormatException">The text is no space that Tandem has.</exception>
    public static Space Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(BareInfinity().Replace(text, "\"$0\""));
            var space = json.RootElement;
            return space.GetProperty("type").GetString() switch
            {
                "Discrete" when IsZero(space) => new Discrete(space.GetProperty("n").GetInt32()),
                "MultiDiscrete" when IsZero(space) => new MultiDiscrete([.. Flat(space.GetProperty("nvec")).Select(count => count.GetInt32())]),
                "Box" => new Box([.. Flat(space.GetProperty("low")).Select(Bound)], [.. Flat(space.GetProperty("high")).Select(Bound)]),
                "Discrete" or "MultiDiscrete" => throw new FormatException("choices that do not begin at 0 cannot be kept: let them begin at 0"),
                var other => throw new FormatException($"a space of type {other} cannot be kept: give Discrete, MultiDiscrete or Box"),
            };
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"'{text}' describes no space: {fault.Message}", fault);
        }
    }

    private static string Bounds(ReadOnlySpan<float> bounds) => string.Join(", ", bounds.ToArray().Select(Number));

    /// <summary>A single-precision number as Python shows it after it has become a double one.</summary>
    private static string Number(float number) => float.IsInfinity(number)
        ? number > 0 ? Infinity : "-" + Infinity
        : double.IsInteger(number) && Math.Abs(number) < 1e15 ? ((double)number).ToString("0.0", CultureInfo.InvariantCulture)
        : ((double)number).ToString("R", CultureInfo.InvariantCulture);

    private static bool IsZero(JsonElement space) => !space.TryGetProperty("start", out var start) || Flat(start).All(first => first.GetInt64() == 0);

    private static IEnumerable<JsonElement> Flat(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flat) : [element];

    private static float Bound(JsonElement bound) => bound.ValueKind == JsonValueKind.String
        ? bound.GetString() == Infinity ? float.PositiveInfinity : float.NegativeInfinity
        : (float)bound.GetDouble();

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("-?Infinity")]
    private static partial Regex BareInfinity();
}
