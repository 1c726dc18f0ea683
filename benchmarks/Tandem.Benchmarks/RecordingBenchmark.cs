using System.Diagnostics;
using System.Globalization;
using Tandem.Environments;
using Tandem.Learning.Trajectories;

namespace Tandem.Benchmarks;

/// <summary>
/// How fast random rides of CartPole are recorded into shards on disk: stepping, drawing, writing, hashing and flushing
/// together, beside what stepping and drawing alone cost; then how fast the steps are read back.
/// </summary>
internal static class RecordingBenchmark
{
    private const int Worlds = 1024;
    private const int Episodes = 500_000;
    private const int Repeats = 5;

    public static void Run()
    {
        Console.WriteLine(Line($"CartPole-v1 at random, {Worlds:N0} worlds, {Episodes:N0} episodes, {Repeats} repeats; million steps a second, the median first"));
        var spec = EnvironmentCatalog.BuiltIn["CartPole-v1"];
        Record(spec, Episodes / 50); // compiled
        var runs = Enumerable.Range(0, Repeats).Select(_ => Record(spec, Episodes)).ToArray();
        Report("stepping and drawing alone", [.. runs.Select(run => run.Ridden)]);
        Report("recorded", [.. runs.Select(run => run.Recorded)]);
        Report("recorded, in processor time", [.. runs.Select(run => run.Processor)]);
        Report("opened, verified and read", [.. runs.Select(run => run.Read)]);
        var last = runs[^1];
        Console.WriteLine(Line($"{last.Steps:N0} steps in {last.Megabytes:0} MB; {last.AllocatedPerEpisode:0.0} bytes allocated an episode; opening and the first batch of 128 windows {last.OpenMilliseconds:0.0} ms, {last.OpenMegabytes:0.0} MB of managed memory"));
    }

    private sealed record Measured(long Steps, double Megabytes, double Ridden, double Recorded, double Processor, double Read, double AllocatedPerEpisode, double OpenMilliseconds, double OpenMegabytes);

    private static Measured Record(EnvironmentSpec spec, int episodes)
    {
        var folder = Directory.CreateTempSubdirectory("tandem-recording-");
        try
        {
            var worlds = spec.CreateVector(Worlds);
            var begun = Stopwatch.GetTimestamp();
            var (processor, allocated) = (Process.GetCurrentProcess().TotalProcessorTime, GC.GetAllocatedBytesForCurrentThread());
            RecordingProgress recorded;
            using (var writer = EpisodeWriter.Create(folder.FullName, RecordedWorld.Of(spec, null, worlds)))
            {
                recorded = EpisodeRecorder.Record(writer, worlds, new RandomPolicy(worlds.Actions, 0, StreamPurpose.Policy), "random", episodes, seed: 0);
            }

            var (seconds, processorSeconds) = (Stopwatch.GetElapsedTime(begun).TotalSeconds, (Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds);
            var allocatedPerEpisode = (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / episodes;
            var bytes = folder.EnumerateFiles().Sum(file => file.Length);
            var ridden = Ride(spec, recorded.Steps);
            var (openMilliseconds, openMegabytes) = Open(folder.FullName);
            return new Measured(
                recorded.Steps, bytes / 1e6, ridden, recorded.Steps / seconds / 1e6, recorded.Steps / processorSeconds / 1e6, Read(folder.FullName),
                allocatedPerEpisode, openMilliseconds, openMegabytes);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Ride(EnvironmentSpec spec, long steps)
    {
        var worlds = spec.CreateVector(Worlds);
        var (actions, policy) = (new ActionBatch(worlds.Actions, Worlds), new RandomPolicy(worlds.Actions, 0));
        worlds.Reset(0);
        var begun = Stopwatch.GetTimestamp();
        for (var step = 0L; step < steps / Worlds; step++)
        {
            policy.Act(worlds.CurrentObservations, [], actions);
            worlds.Step(actions);
        }

        return steps / Stopwatch.GetElapsedTime(begun).TotalSeconds / 1e6;
    }

    private static double Read(string folder)
    {
        var begun = Stopwatch.GetTimestamp();
        using var set = EpisodeSet.Open(folder);
        var sum = 0.0;
        for (var episode = 0; episode < set.Count; episode++)
        {
            foreach (var number in set[episode].Observations)
            {
                sum += number;
            }
        }

        return double.IsFinite(sum) ? set.Steps / Stopwatch.GetElapsedTime(begun).TotalSeconds / 1e6 : 0;
    }

    /// <summary>What has to be waited for, and kept in memory, before training can begin.</summary>
    private static (double Milliseconds, double Megabytes) Open(string folder)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var begun = Stopwatch.GetTimestamp();
        using var set = EpisodeSet.Open(folder);
        var windows = new EpisodeWindows(set, new WindowOptions());
        var batch = windows.NewBatch(128);
        var random = RandomStream.Create(0, StreamPurpose.Shuffling);
        windows.Draw(ref random, batch);
        var milliseconds = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        return (milliseconds, (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6);
    }

    private static void Report(string name, double[] rates)
    {
        Array.Sort(rates);
        Console.WriteLine(Line($"{name,-28} {rates[rates.Length / 2],7:0.0}  (slowest {rates[0]:0.0}, fastest {rates[^1]:0.0})"));
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
