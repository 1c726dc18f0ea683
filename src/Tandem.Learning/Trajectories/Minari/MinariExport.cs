using System.Globalization;
using System.Text.Json;
using Tandem.Runs;

namespace Tandem.Learning.Trajectories;

/// <summary>
/// Writes episodes in the layout of Minari's Arrow storage, which Python reads: under a root, <c>ID/data/metadata.json</c> and
/// for each episode <c>ID/data/NUMBER/part-0.arrow</c> with a <c>metadata.json</c> of its own.
/// </summary>
/// <remarks>
/// <para>As of Minari 0.5, <c>minari/dataset/_storages/arrow_storage.py</c>. Its own <c>seed</c> of an episode is left out: an
/// episode's stream here follows from the recording's seed and the world's number, which stand beside it.</para>
/// <para>The set's metadata are written last: what an interrupted export leaves is not taken for a dataset.</para>
/// </remarks>
public static class MinariExport
{
    internal const string DataFolder = "data";
    internal const string MetadataFile = "metadata.json";
    internal const string EpisodeFile = "part-0.arrow";

    /// <summary>The versions of Minari that read this, as one of its own specifiers.</summary>
    internal const string ReadableBy = ">=0.5";

    /// <summary>Writes a set.</summary>
    /// <param name="episodes">The episodes.</param>
    /// <param name="root">Minari's root, such as the folder that <c>MINARI_DATASETS_PATH</c> names.</param>
    /// <param name="id">What the dataset is called there.</param>
    /// <param name="progress">Told how many episodes are written, after each.</param>
    /// <param name="cancellation">Ends the export early, with <see cref="OperationCanceledException"/>; nothing of it stays.</param>
    /// <returns>The dataset's folder.</returns>
    /// <exception cref="IOException">There is such a dataset already, or it cannot be written.</exception>
    /// <exception cref="InvalidDataException">A shard is damaged.</exception>
    public static string Write(EpisodeSet episodes, string root, MinariId id, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        ArgumentNullException.ThrowIfNull(id);
        var folder = PathOf(root, id);
        RequireNew(root, id);
        try
        {
            var data = Path.Combine(folder, DataFolder);
            Directory.CreateDirectory(data);
            var bytes = WriteEpisodes(episodes, data, progress, cancellation);
            File.WriteAllBytes(Path.Combine(data, MetadataFile), Metadata(episodes, id, bytes));
            return folder;
        }
        catch (Exception fault)
        {
            Discard(folder);
            throw SystemFault.IsDiskFull(fault) || fault is UnauthorizedAccessException
                ? RunDirectoryException.Because($"'{folder}' cannot be written", fault)
                : fault;
        }
    }

    /// <summary>Where a dataset lies under a root.</summary>
    public static string PathOf(string root, MinariId id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Path.Combine([root, .. id.Text.Split('/')]);
    }

    /// <summary>Refuses to write over a dataset.</summary>
    /// <exception cref="IOException">There is one of that name.</exception>
    public static void RequireNew(string root, MinariId id)
    {
        var folder = PathOf(root, id);
        if (File.Exists(folder) || Directory.Exists(folder))
        {
            throw new IOException($"'{folder}' is there already and is never overwritten: give another root, or another name or version");
        }
    }

    private static long WriteEpisodes(EpisodeSet episodes, string data, Action<int>? progress, CancellationToken cancellation)
    {
        var file = new MinariEpisodeFile(episodes.World);
        using var memory = new MemoryStream();
        var (written, number) = (0L, 0);
        foreach (var shard in episodes.Shards)
        {
            for (var i = 0; i < shard.Episodes; i++, number++)
            {
                cancellation.ThrowIfCancellationRequested();
                memory.SetLength(0);
                file.Write(episodes[number], memory);
                written += WriteEpisode(Path.Combine(data, number.ToString(CultureInfo.InvariantCulture)), memory, EpisodeMetadata(number, episodes.Infos[number], shard));
                progress?.Invoke(number + 1);
            }
        }

        return written;
    }

    private static long WriteEpisode(string folder, MemoryStream file, byte[] metadata)
    {
        Directory.CreateDirectory(folder);
        using (var stream = new FileStream(Path.Combine(folder, EpisodeFile), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            stream.Write(file.GetBuffer(), 0, (int)file.Length);
        }

        using (var stream = new FileStream(Path.Combine(folder, MetadataFile), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            stream.Write(metadata);
        }

        return file.Length + metadata.Length;
    }

    private static byte[] EpisodeMetadata(int number, EpisodeInfo info, EpisodeShard shard) => JsonBytes(json =>
    {
        json.WriteNumber("id", number);
        json.WriteNumber("total_steps", info.Length);
        json.WriteString("rider", shard.Rider);
        json.WriteNumber("recording_seed", info.Seed);
        json.WriteNumber("world", info.World);
    });

    private static byte[] Metadata(EpisodeSet episodes, MinariId id, long bytes) => JsonBytes(json =>
    {
        json.WriteNumber("total_episodes", episodes.Count);
        json.WriteNumber("total_steps", episodes.Steps);
        json.WriteString("data_format", "arrow");
        json.WriteString("observation_space", MinariSpace.Write(episodes.World.Observations));
        json.WriteString("action_space", MinariSpace.Write(episodes.World.Actions));
        json.WriteString("dataset_id", id.Text);
        json.WriteString("minari_version", ReadableBy);
        json.WriteString("algorithm_name", string.Join("; ", episodes.Shards.Select(shard => shard.Rider).Distinct()));
        json.WriteNumber("dataset_size", Math.Round(bytes / 1e6, 1));
        json.WriteStartObject("tandem");
        json.WriteString("environment", episodes.World.Environment);
        json.WriteString("options", episodes.World.OptionsJson);
        if (episodes.World.StepLimit is { } limit)
        {
            json.WriteNumber("step_limit", limit);
        }

        json.WriteEndObject();
    });

    private static byte[] JsonBytes(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static void Discard(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
