using System.Globalization;
using System.Text.Json;

namespace Tandem.Learning.Trajectories;

/// <summary>
/// Reads a dataset in the layout of Minari's Arrow storage. Opening reads and checks every episode, so that what can be opened
/// can be imported.
/// </summary>
public sealed class MinariImport
{
    private readonly string data;
    private readonly int episodes;

    private MinariImport(string data, RecordedWorld world, int episodes, string name)
    {
        (this.data, World, this.episodes, Name) = (data, world, episodes, name);
    }

    /// <summary>The world that its episodes come from: its name where the dataset says one, its spaces.</summary>
    public RecordedWorld World { get; }

    /// <summary>What the dataset is called.</summary>
    public string Name { get; }

    /// <summary>Reads and checks a dataset.</summary>
    /// <param name="folder">Its folder, or the folder <c>data</c> in it.</param>
    /// <param name="cancellation">Ends it early, with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="IOException">There is none.</exception>
    /// <exception cref="InvalidDataException">It is in another format, of spaces that Tandem has not, or an episode is missing or damaged; the message names it.</exception>
    public static MinariImport Open(string folder, CancellationToken cancellation = default)
    {
        var import = OpenUnread(folder);
        for (var number = 0; number < import.episodes; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            _ = import.Read(number);
        }

        return import;
    }

    /// <summary>Adds its episodes to a set.</summary>
    /// <param name="writer">Where to; of this world.</param>
    /// <param name="cancellation">Ends it early, with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidDataException">The dataset has changed since it was opened.</exception>
    public void AddTo(EpisodeWriter writer, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Begin($"Minari dataset {Name}", seed: 0);
        for (var number = 0; number < episodes; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            Read(number).AddTo(writer);
        }

        writer.Flush();
    }

    private static MinariImport OpenUnread(string folder)
    {
        var data = new[] { Path.Combine(folder, MinariExport.DataFolder), folder }.FirstOrDefault(path => File.Exists(Path.Combine(path, MinariExport.MetadataFile)))
            ?? throw new FileNotFoundException($"'{folder}' holds no Minari dataset: give the folder in which data/{MinariExport.MetadataFile} lies");
        var path = Path.Combine(data, MinariExport.MetadataFile);
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = json.RootElement;
            var format = root.GetProperty("data_format").GetString();
            return format == "arrow"
                ? new MinariImport(data, WorldOf(root), root.GetProperty("total_episodes").GetInt32(), root.GetProperty("dataset_id").GetString()!)
                : throw new InvalidDataException($"'{path}' is a dataset in the format {format}: convert it to arrow with Minari");
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}' cannot be taken: {fault.Message}", fault);
        }
    }

    private MinariEpisode Read(int number)
    {
        var folder = Path.Combine(data, number.ToString(CultureInfo.InvariantCulture));
        try
        {
            return MinariEpisode.Read(folder, World);
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or InvalidCastException or InvalidDataException or IOException)
        {
            throw new InvalidDataException($"'{folder}' is no episode of this dataset: {fault.Message}", fault);
        }
    }

    private static RecordedWorld WorldOf(JsonElement metadata)
    {
        var own = metadata.TryGetProperty("tandem", out var tandem) ? tandem : default;
        return new RecordedWorld
        {
            Environment = own.ValueKind == JsonValueKind.Object ? own.GetProperty("environment").GetString()! : EnvironmentOf(metadata),
            OptionsJson = own.ValueKind == JsonValueKind.Object ? own.GetProperty("options").GetString() : null,
            StepLimit = own.ValueKind == JsonValueKind.Object && own.TryGetProperty("step_limit", out var limit) ? limit.GetInt32() : LimitOf(metadata),
            Observations = MinariSpace.Read(metadata.GetProperty("observation_space").GetString()!),
            Actions = MinariSpace.Read(metadata.GetProperty("action_space").GetString()!),
        };
    }

    /// <summary>The environment's name in Gymnasium, where the dataset says it; else the dataset's own.</summary>
    private static string EnvironmentOf(JsonElement metadata)
    {
        using var spec = SpecOf(metadata);
        return spec?.RootElement.GetProperty("id").GetString() ?? metadata.GetProperty("dataset_id").GetString()!.Split('/')[^1];
    }

    private static int? LimitOf(JsonElement metadata)
    {
        using var spec = SpecOf(metadata);
        return spec is not null && spec.RootElement.TryGetProperty("max_episode_steps", out var limit) && limit.ValueKind == JsonValueKind.Number ? limit.GetInt32() : null;
    }

    private static JsonDocument? SpecOf(JsonElement metadata) =>
        metadata.TryGetProperty("env_spec", out var spec) && spec.ValueKind == JsonValueKind.String ? JsonDocument.Parse(spec.GetString()!) : null;
}
