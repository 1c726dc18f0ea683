using Tandem.Environments;
using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

/// <summary>A folder for recorded episodes that is gone after the test, and small sets to write into it.</summary>
internal sealed class EpisodeFolder : IDisposable
{
    private readonly DirectoryInfo parent = Directory.CreateTempSubdirectory("tandem-episodes-");

    /// <summary>Two numbers seen, one of 2 and one of 3 choices made.</summary>
    public static RecordedWorld Choosing { get; } = new()
    {
        Environment = "Choosing-v0",
        OptionsJson = """{ "size": 5 }""",
        StepLimit = 200,
        Observations = new Box([-1000, 0], [1000, float.PositiveInfinity]),
        Actions = new MultiDiscrete(2, 3),
    };

    /// <summary>One number seen, two values given.</summary>
    public static RecordedWorld Steering { get; } = new()
    {
        Environment = "Steering-v0",
        Observations = Box.Unbounded(1),
        Actions = new Box([-1, -1], [1, 1]),
    };

    public string Path => System.IO.Path.Combine(parent.FullName, "rides");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a set of one shard.</summary>
    public void Write(RecordedWorld world, params Episode[] episodes) => Write(world, episodes.Length, episodes);

    /// <summary>Writes a set of several shards.</summary>
    public void Write(RecordedWorld world, int shardEvery, Episode[] episodes)
    {
        using var writer = EpisodeWriter.Create(Path, world);
        foreach (var shard in episodes.Chunk(shardEvery))
        {
            foreach (var episode in shard)
            {
                writer.Add(episode.View);
            }

            writer.Flush();
        }
    }

    /// <summary>Writes a set of one shard and opens it.</summary>
    public EpisodeSet Open(RecordedWorld world, params Episode[] episodes)
    {
        Write(world, episodes);
        return EpisodeSet.Open(Path);
    }

    public void Dispose() => parent.Delete(recursive: true);
}
