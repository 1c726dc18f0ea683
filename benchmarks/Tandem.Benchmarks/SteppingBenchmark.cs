using System.Diagnostics;
using Tandem.Environments;
using Tandem.Environments.Bicycle;

namespace Tandem.Benchmarks;

/// <summary>
/// How fast one core steps many worlds through the full contract: checked actions, limits, resets within the step,
/// final observations. Random actions are drawn before and taken in turn; what drawing them costs is shown beside it.
/// </summary>
internal static class SteppingBenchmark
{
    private const int Worlds = 4096;
    private const int StepLimit = 200;
    private const int Batches = 8;
    private const int StepsARepeat = 5_000;
    private const int Repeats = 15;

    public static void Run()
    {
        Console.WriteLine($"{Worlds} worlds, one core, median of {Repeats} repeats of {StepsARepeat:N0} steps of each world");
        Measure("5x5, states", VectorEnvironment.Create<BicycleGrid, GridState>(new BicycleGrid(new BicycleGridOptions()), Worlds, StepLimit));
        var scaled = new BicycleGrid(new BicycleGridOptions { Size = 10, Scaled = true });
        Measure("10x10 scaled, states", VectorEnvironment.Create<BicycleGrid, GridState>(scaled, Worlds, StepLimit));
        Measure("5x5, objects", VectorEnvironment.Create(() => new WorldEnvironment<BicycleGrid, GridState>(new BicycleGrid(new BicycleGridOptions())), Worlds, StepLimit));
        Measure("WhippleBicycle-v0", EnvironmentCatalog.BuiltIn["WhippleBicycle-v0"].CreateVector(Worlds));
        MeasureDrawing(new BicycleGrid(new BicycleGridOptions()).Actions);
    }

    private static void Measure(string name, IVectorEnvironment worlds)
    {
        var random = RandomStream.Create(1, StreamPurpose.Policy);
        var batches = new ActionBatch[Batches];
        foreach (ref var batch in batches.AsSpan())
        {
            batch = new ActionBatch(worlds.Actions, worlds.Count);
            Draw(batch, ref random);
        }

        worlds.Reset(seed: 0);
        Report(name, () =>
        {
            for (var step = 0; step < StepsARepeat; step++)
            {
                worlds.Step(batches[step % Batches]);
            }
        });
    }

    private static void MeasureDrawing(Space actions)
    {
        var batch = new ActionBatch(actions, Worlds);
        var random = RandomStream.Create(1, StreamPurpose.Policy);
        Report("drawing random actions", () =>
        {
            for (var step = 0; step < StepsARepeat; step++)
            {
                Draw(batch, ref random);
            }
        });
    }

    private static void Draw(ActionBatch batch, ref RandomStream random)
    {
        for (var world = 0; world < batch.Count; world++)
        {
            batch.Space.Sample(ref random, batch, world);
        }
    }

    private static void Report(string name, System.Action repeat)
    {
        repeat();
        repeat();
        var rates = new double[Repeats];
        var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Repeats; i++)
        {
            var start = Stopwatch.GetTimestamp();
            repeat();
            rates[i] = (double)Worlds * StepsARepeat / Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        Array.Sort(rates);
        Console.WriteLine($"{name,-24} {rates[Repeats / 2] / 1e6,8:F1} million/s  (slowest {rates[0] / 1e6:F1}, fastest {rates[^1] / 1e6:F1})  {allocated} bytes allocated");
    }
}
