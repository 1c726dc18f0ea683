using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Tandem.Inference;

/// <summary>A space as JSON, so that a saved policy says what it acts on: <c>{"type":"Box","low":[…],"high":[…]}</c>.</summary>
internal static class SpaceJson
{
    public static string Write(Space space)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("type", space.GetType().Name);
            WriteContent(json, space);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <exception cref="FormatException">The text is no space.</exception>
    public static Space Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var space = json.RootElement;
            return space.GetProperty("type").GetString() switch
            {
                nameof(Discrete) => new Discrete(space.GetProperty("count").GetInt32()),
                nameof(MultiDiscrete) => new MultiDiscrete([.. space.GetProperty("counts").EnumerateArray().Select(count => count.GetInt32())]),
                nameof(Box) => new Box(ReadBounds(space.GetProperty("low")), ReadBounds(space.GetProperty("high"))),
                var other => throw new FormatException($"a space of type '{other}' is unknown: update Tandem"),
            };
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"'{text}' describes no space: {error.Message}", error);
        }
    }

    private static void WriteContent(Utf8JsonWriter json, Space space)
    {
        switch (space)
        {
            case Discrete discrete:
                json.WriteNumber("count", discrete.Count);
                break;
            case MultiDiscrete parts:
                json.WriteStartArray("counts");
                foreach (var count in parts.Counts)
                {
                    json.WriteNumberValue(count);
                }

                json.WriteEndArray();
                break;
            case Box box:
                WriteBounds(json, "low", box.Low);
                WriteBounds(json, "high", box.High);
                break;
        }
    }

    /// <summary>Infinite bounds are strings: JSON has no number for them.</summary>
    private static void WriteBounds(Utf8JsonWriter json, string name, ReadOnlySpan<float> bounds)
    {
        json.WriteStartArray(name);
        foreach (var bound in bounds)
        {
            if (float.IsFinite(bound))
            {
                json.WriteNumberValue(bound);
            }
            else
            {
                json.WriteStringValue(bound.ToString(CultureInfo.InvariantCulture));
            }
        }

        json.WriteEndArray();
    }

    private static float[] ReadBounds(JsonElement bounds) =>
    [
        .. bounds.EnumerateArray().Select(bound => bound.ValueKind == JsonValueKind.String
            ? float.Parse(bound.GetString()!, CultureInfo.InvariantCulture)
            : bound.GetSingle()),
    ];
}
