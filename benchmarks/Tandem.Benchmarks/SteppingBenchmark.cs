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
    private const int GridWorlds = 4096;
    private const int CataloguedWorlds = 1024;
    private const int StepLimit = 200;
    private const int Batches = 8;
    private const int StepsARepeat = 5_000;
    private const int Repeats = 15;

    /// <summary>Worlds that are measured as the catalogue makes them, one a line.</summary>
    private static readonly string[] Catalogued =
    [
        "BicycleBalance-v0",
        "BicycleRide-v0",
        "WhippleBicycle-v0",
        "CartPole-v1",
        "MountainCar-v0",
        "MountainCarContinuous-v0",
        "Pendulum-v1",
        "Acrobot-v1",
        "FrozenLake-v1",
        "CliffWalking-v1",
        "Taxi-v4",
    ];

    public static void Run()
    {
        Console.WriteLine($"{GridWorlds} worlds of the grid, {CataloguedWorlds} of the others, one core, median of {Repeats} repeats of {StepsARepeat:N0} steps of each world");
        Measure("5x5, states", Grid(new BicycleGridOptions()));
        Measure("10x10 scaled, states", Grid(new BicycleGridOptions { Size = 10, Scaled = true }));
        Measure("10x10 map, all options", Grid(new BicycleGridOptions { Size = 10, MapSeed = 0, Slip = 0.1, BumpPenalty = 1, Shaping = 1 }));
        Measure("5x5, objects", VectorEnvironment.Create(() => new WorldEnvironment<BicycleGrid, GridState>(new BicycleGrid(new BicycleGridOptions())), GridWorlds, StepLimit));
        MeasureDrawing(new BicycleGrid(new BicycleGridOptions()).Actions);
        foreach (var id in Catalogued)
        {
            Measure(id, EnvironmentCatalog.BuiltIn[id].CreateVector(CataloguedWorlds));
        }

        var everything = new ShellOptions { NormalizeObservations = true, NormalizeRewards = true, Frames = 4 };
        Measure("CartPole-v1 in a shell", EnvironmentCatalog.BuiltIn["CartPole-v1"].CreateVector(CataloguedWorlds, null, 500, everything));
    }

    private static IVectorEnvironment Grid(BicycleGridOptions options) =>
        EnvironmentCatalog.BuiltIn["BicycleGrid-v0"].CreateVector(GridWorlds, options, StepLimit);

    /// <summary>Millions of steps of many worlds a second, the median of so many repeats.</summary>
    public static double MillionsASecond(IVectorEnvironment worlds, int repeats) => Measured(worlds, repeats).Rates[repeats / 2];

    private static void Measure(string name, IVectorEnvironment worlds) => Report(name, Measured(worlds, Repeats));

    private static (double[] Rates, long Allocated) Measured(IVectorEnvironment worlds, int repeats)
    {
        var random = RandomStream.Create(1, StreamPurpose.Policy);
        var batches = new ActionBatch[Batches];
        foreach (ref var batch in batches.AsSpan())
        {
            batch = new ActionBatch(worlds.Actions, worlds.Count);
            Draw(batch, ref random);
        }

        worlds.Reset(seed: 0);
        return Timed(worlds.Count, repeats, () =>
        {
            for (var step = 0; step < StepsARepeat; step++)
            {
                worlds.Step(batches[step % Batches]);
            }
        });
    }

    private static void MeasureDrawing(Space actions)
    {
        var batch = new ActionBatch(actions, GridWorlds);
        var random = RandomStream.Create(1, StreamPurpose.Policy);
        Report("drawing random actions", Timed(GridWorlds, Repeats, () =>
        {
            for (var step = 0; step < StepsARepeat; step++)
            {
                Draw(batch, ref random);
            }
        }));
    }

    private static void Draw(ActionBatch batch, ref RandomStream random)
    {
        for (var world = 0; world < batch.Count; world++)
        {
            batch.Space.Sample(ref random, batch, world);
        }
    }

    /// <summary>Millions of steps a second of each repeat, in ascending order, and the bytes that all of them allocated.</summary>
    private static (double[] Rates, long Allocated) Timed(int worlds, int repeats, System.Action repeat)
    {
        repeat();
        repeat();
        var rates = new double[repeats];
        var allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < repeats; i++)
        {
            var start = Stopwatch.GetTimestamp();
            repeat();
            rates[i] = (double)worlds * StepsARepeat / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e6;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        Array.Sort(rates);
        return (rates, allocated);
    }

    private static void Report(string name, (double[] Rates, long Allocated) measured)
    {
        var (rates, allocated) = measured;
        Console.WriteLine($"{name,-24} {rates[rates.Length / 2],8:F1} million/s  (slowest {rates[0]:F1}, fastest {rates[^1]:F1})  {allocated} bytes allocated");
    }
}
