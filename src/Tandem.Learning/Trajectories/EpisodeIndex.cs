using System.Text.Json;
using System.Text.Json.Serialization;
using Tandem.Runs;

namespace Tandem.Learning.Trajectories;

/// <summary>
/// The content of <c>index.json</c>: the world, and the shards that belong to the set. A file that is not listed is not
/// part of it.
/// </summary>
internal sealed record EpisodeIndex
{
    public const string FileName = "index.json";

    /// <summary>The version of the layout that this library writes, and the newest it reads.</summary>
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    public required string Environment { get; init; }

    public JsonElement? Options { get; init; }

    public int? StepLimit { get; init; }

    public required JsonElement Observations { get; init; }

    public required JsonElement Actions { get; init; }

    public required long Episodes { get; init; }

    public required long Steps { get; init; }

    public required IReadOnlyList<EpisodeShard> Shards { get; init; }

    /// <summary>The index of a set without episodes.</summary>
    public static EpisodeIndex Begin(RecordedWorld world) => new()
    {
        Format = CurrentFormat,
        Environment = world.Environment,
        Options = world.OptionsJson is { } options ? Element(options) : null,
        StepLimit = world.StepLimit,
        Observations = Element(SpaceJson.Write(world.Observations)),
        Actions = Element(SpaceJson.Write(world.Actions)),
        Episodes = 0,
        Steps = 0,
        Shards = [],
    };

    public EpisodeIndex With(EpisodeShard shard) =>
        this with { Episodes = Episodes + shard.Episodes, Steps = Steps + shard.Steps, Shards = [.. Shards, shard] };

    /// <exception cref="FormatException">A space or the options are not what they should be.</exception>
    public RecordedWorld World() => new()
    {
        Environment = Environment,
        OptionsJson = Options?.GetRawText(),
        StepLimit = StepLimit,
        Observations = SpaceJson.Read(Observations.GetRawText()),
        Actions = SpaceJson.Read(Actions.GetRawText()),
    };

    /// <summary>Replaces a folder's index, whole or not at all.</summary>
    public void Save(string folder) =>
        AtomicFile.Write(Path.Combine(folder, FileName), stream => JsonSerializer.Serialize(stream, this, EpisodeIndexJson.Default.EpisodeIndex));

    /// <summary>Reads a folder's index.</summary>
    /// <exception cref="IOException">There is no such folder, or no index in it.</exception>
    /// <exception cref="InvalidDataException">The index is damaged, or a newer version wrote it.</exception>
    public static EpisodeIndex Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var json = File.ReadAllBytes(path);
            RefuseNewer(path, json);
            var index = JsonSerializer.Deserialize(json, EpisodeIndexJson.Default.EpisodeIndex);
            return index is not null && index.IsConsistent ? index : throw Damaged(path);
        }
        catch (JsonException fault)
        {
            throw Damaged(path, fault);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"{WhyNone(folder)}: record some with 'tandem record', or give the folder of some", path, fault);
        }
    }

    private bool IsConsistent =>
        Shards.All(shard => shard.IsConsistent)
        && Episodes == Shards.Sum(shard => (long)shard.Episodes)
        && Steps == Shards.Sum(shard => shard.Steps);

    private static string WhyNone(string folder) => folder switch
    {
        _ when File.Exists(folder) => $"'{folder}' is a file, not a folder of episodes",
        _ when !Directory.Exists(folder) => $"there is no folder '{folder}'",
        _ when !Directory.EnumerateFileSystemEntries(folder).Any() => $"the folder '{folder}' is empty and holds no episodes",
        _ => $"the folder '{folder}' holds no {FileName} and so no episodes",
    };

    private static InvalidDataException Damaged(string path, Exception? fault = null) =>
        new($"'{path}' is damaged: it does not describe episodes; restore it from a copy", fault);

    /// <summary>A newer layout may name its fields otherwise, so the number is looked at before anything else.</summary>
    private static void RefuseNewer(string path, byte[] json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("format", out var format)
            && format.ValueKind == JsonValueKind.Number
            && format.GetDouble() > CurrentFormat)
        {
            throw new InvalidDataException(
                $"'{path}' was written by a newer version, in format {format.GetRawText()} where this one reads up to {CurrentFormat}: update Tandem");
        }
    }

    private static JsonElement Element(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}

[JsonSourceGenerationOptions(
    WriteIndented = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EpisodeIndex))]
internal sealed partial class EpisodeIndexJson : JsonSerializerContext;
