using System.Text.Json;

namespace Tandem.Runs.Metrics;

/// <summary>Reads metrics back, also while they are being written.</summary>
public static class MetricsFile
{
    /// <summary>Every complete line of a file; a last line that is still being written is left out.</summary>
    /// <exception cref="InvalidDataException">A line is not a flat object of numbers with a step.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<MetricsRow> Read(string path)
    {
        var bytes = ReadShared(path);
        var rows = new List<MetricsRow>();
        var begin = 0;
        while (bytes.AsSpan(begin).IndexOf((byte)'\n') is var length and >= 0)
        {
            rows.Add(ParseLine(bytes.AsMemory(begin, length), path, rows.Count + 1));
            begin += length + 1;
        }

        return rows;
    }

    /// <summary>One metric over the steps at which it was measured.</summary>
    /// <exception cref="InvalidDataException">As for <see cref="Read"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<(long Step, double Value)> Curve(string path, string metric) =>
    [
        .. Read(path)
            .Where(row => row.Values.ContainsKey(metric))
            .Select(row => (row.Step, row.Values[metric])),
    ];

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static MetricsRow ParseLine(ReadOnlyMemory<byte> line, string path, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return ParseRow(document.RootElement) ?? throw Fault(path, number);
        }
        catch (JsonException fault)
        {
            throw Fault(path, number, fault);
        }
    }

    private static MetricsRow? ParseRow(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            return null;
        long? step = null;
        var values = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var property in root.EnumerateObject())
        {
            if (property.Name == "step" && property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetInt64(out var given))
                step = given;
            else if (ParseNumber(property.Value) is not { } number || !values.TryAdd(property.Name, number))
                return null;
        }

        return step is null ? null : new MetricsRow(step.Value, values);
    }

    private static double? ParseNumber(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String when value.ValueEquals("NaN") => double.NaN,
        JsonValueKind.String when value.ValueEquals("Infinity") => double.PositiveInfinity,
        JsonValueKind.String when value.ValueEquals("-Infinity") => double.NegativeInfinity,
        _ => null,
    };

    private static InvalidDataException Fault(string path, int line, Exception? inner = null) =>
        new($"'{path}', line {line}: this is not a flat object of numbers with a step", inner);
}
