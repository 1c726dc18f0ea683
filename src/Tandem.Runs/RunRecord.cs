using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tandem.Runs;

/// <summary>The content of <c>run.json</c>.</summary>
public sealed record RunRecord
{
    /// <summary>The version of the run directory's layout that this library writes, and the newest it reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of the run directory's layout.</summary>
    public required int Format { get; init; }

    /// <inheritdoc cref="RunStart.Task"/>
    public required string Task { get; init; }

    /// <inheritdoc cref="RunStart.Environment"/>
    public string? Environment { get; init; }

    /// <inheritdoc cref="RunStart.Version"/>
    public required string Version { get; init; }

    /// <inheritdoc cref="RunStart.Seed"/>
    public required ulong Seed { get; init; }

    /// <inheritdoc cref="RunStart.Seeds"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Seeds { get; init; }

    /// <inheritdoc cref="RunStart.CommandLine"/>
    public required string CommandLine { get; init; }

    /// <summary>What became of it.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>Why it failed, in a sentence; null where it did not.</summary>
    public string? Failure { get; init; }

    /// <summary>When it was created, in UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When its status last changed, in UTC.</summary>
    public required DateTimeOffset Updated { get; init; }

    internal static RunRecord Begin(RunStart start, DateTimeOffset now) => new()
    {
        Format = CurrentFormat,
        Task = start.Task,
        Environment = start.Environment,
        Version = start.Version,
        Seed = start.Seed,
        Seeds = start.Seeds,
        CommandLine = start.CommandLine,
        Status = RunStatus.Running,
        Created = now,
        Updated = now,
    };

    internal void Save(string path) =>
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, this, RunRecordJson.Default.RunRecord));

    internal static RunRecord Read(string path)
    {
        var json = File.ReadAllBytes(path);
        try
        {
            RefuseNewer(path, json);
            return JsonSerializer.Deserialize(json, RunRecordJson.Default.RunRecord)
                ?? throw new InvalidDataException($"'{path}' is damaged: it holds null where a run is described");
        }
        catch (JsonException fault)
        {
            throw new InvalidDataException($"'{path}' is damaged: it does not describe a run; restore it from a copy", fault);
        }
    }

    /// <summary>A newer layout may name its fields otherwise, so the number is looked at before anything else.</summary>
    private static void RefuseNewer(string path, byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("format", out var format)
            && format.ValueKind == JsonValueKind.Number
            && format.GetDouble() > CurrentFormat)
            throw new InvalidDataException(
                $"'{path}' was written by a newer version, in format {format.GetRawText()} where this one reads up to {CurrentFormat}: update Tandem");
    }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RunRecord))]
internal sealed partial class RunRecordJson : JsonSerializerContext;
