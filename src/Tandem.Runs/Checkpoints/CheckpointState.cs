using System.Text.Json;
using System.Text.Json.Nodes;

namespace Tandem.Runs.Checkpoints;

/// <summary>The content of <c>state.json</c>.</summary>
internal sealed record CheckpointState(long Step, double? Score, long MetricsLength, JsonObject Learner)
{
    public static CheckpointState Of(CheckpointDraft draft) => new(draft.Step, draft.Score, draft.MetricsLength, draft.State);

    public void WriteTo(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("step", Step);
        if (Score is { } score && double.IsFinite(score))
            json.WriteNumber("score", score);
        else if (Score is { } infinite)
            json.WriteString("score", infinite > 0 ? "Infinity" : "-Infinity");
        json.WriteNumber("metricsLength", MetricsLength);
        json.WritePropertyName("learner");
        Learner.WriteTo(json);
        json.WriteEndObject();
    }

    /// <summary>Reads a checkpoint's state.</summary>
    /// <exception cref="InvalidDataException">It is not there, or not what was written.</exception>
    public static CheckpointState Read(string folder)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, CheckpointDraft.StateName)));
            var root = document.RootElement;
            return new CheckpointState(
                root.GetProperty("step").GetInt64(),
                root.TryGetProperty("score", out var score) ? ReadScore(score) : null,
                root.GetProperty("metricsLength").GetInt64(),
                JsonObject.Create(root.GetProperty("learner").Clone())!);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IOException)
        {
            throw new InvalidDataException($"checkpoint '{folder}': {CheckpointDraft.StateName} is damaged", fault);
        }
    }

    private static double ReadScore(JsonElement score) => score.ValueKind == JsonValueKind.Number
        ? score.GetDouble()
        : score.GetString() == "Infinity" ? double.PositiveInfinity : double.NegativeInfinity;
}
