using Tandem.Environments;
using Tandem.Learning.Trajectories;

namespace Tandem.Benchmarks;

/// <summary>Random rides of CartPole-v1 in a folder that is gone afterwards: 4 numbers seen, 2 choices.</summary>
internal sealed class RecordedCartPole : IDisposable
{
    private const int Rides = 200;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tandem-rides-");

    public RecordedCartPole()
    {
        var spec = EnvironmentCatalog.BuiltIn["CartPole-v1"];
        var worlds = spec.CreateVector(50);
        using (var writer = EpisodeWriter.Create(folder.FullName, RecordedWorld.Of(spec, null, worlds)))
            _ = EpisodeRecorder.Record(writer, worlds, new RandomPolicy(worlds.Actions, 0, StreamPurpose.Policy), "random", Rides, 0);
        Episodes = EpisodeSet.Open(folder.FullName);
    }

    public EpisodeSet Episodes { get; }

    public void Dispose()
    {
        Episodes.Dispose();
        folder.Delete(recursive: true);
    }
}
