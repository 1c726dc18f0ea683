using System.Diagnostics;
using System.Globalization;
using Tandem.Environments;
using Tandem.Learning.Trajectories;

namespace Tandem.Benchmarks;

/// <summary>How fast episodes are written in Minari's layout, a folder and two files each, and read back from it: short rides and long ones.</summary>
internal static class MinariExportBenchmark
{
    private const int Repeats = 3;

    public static void Run()
    {
        Console.WriteLine($"Minari's Arrow layout, {Repeats} repeats; thousand steps a second (thousand episodes a second), the median first");
        Measure("CartPole-v1", 10_000);
        Measure("Pendulum-v1", 2_000);
    }

    private static void Measure(string id, int episodes)
    {
        var folder = Directory.CreateTempSubdirectory("tandem-minari-");
        try
        {
            using var set = Recorded(EnvironmentCatalog.BuiltIn[id], Path.Combine(folder.FullName, "rides"), episodes);
            var (exports, imports) = (new double[Repeats], new double[Repeats]);
            for (var repeat = 0; repeat < Repeats; repeat++)
            {
                var begun = Stopwatch.GetTimestamp();
                var dataset = MinariExport.Write(set, folder.FullName, MinariId.Parse($"repeat/{repeat}-v0"));
                exports[repeat] = Stopwatch.GetElapsedTime(begun).TotalSeconds;
                begun = Stopwatch.GetTimestamp();
                Import(dataset, Path.Combine(folder.FullName, $"back-{repeat}"));
                imports[repeat] = Stopwatch.GetElapsedTime(begun).TotalSeconds;
            }

            Report($"{id}, {set.Statistics().MeanLength:0} steps an episode, export", set, exports);
            Report($"{id}, import", set, imports);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static EpisodeSet Recorded(EnvironmentSpec spec, string folder, int episodes)
    {
        var worlds = spec.CreateVector(100);
        using (var writer = EpisodeWriter.Create(folder, RecordedWorld.Of(spec, null, worlds)))
        {
            EpisodeRecorder.Record(writer, worlds, new RandomPolicy(worlds.Actions, 0, StreamPurpose.Policy), "random", episodes, seed: 0);
        }

        return EpisodeSet.Open(folder);
    }

    private static void Import(string dataset, string folder)
    {
        var import = MinariImport.Open(dataset);
        using var writer = EpisodeWriter.Create(folder, import.World);
        import.AddTo(writer);
    }

    private static void Report(string name, EpisodeSet set, double[] seconds)
    {
        Array.Sort(seconds);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-48} {set.Steps / seconds[Repeats / 2] / 1e3,8:0} ({set.Count / seconds[Repeats / 2] / 1e3:0.0})   slowest {set.Steps / seconds[^1] / 1e3:0}, fastest {set.Steps / seconds[0] / 1e3:0}"));
    }
}
