using System.Globalization;
using Tandem.Environments;
using Tandem.Environments.Bicycle;
using Tandem.Environments.Tabular;
using Tandem.Learning.Trajectories;

namespace Tandem.Benchmarks;

/// <summary>
/// What 1,000 random rides hold: the best single ride, the best that single rides show from each start, and the ceiling,
/// the best that can be put together from all of them by value iteration on the observed transitions.
/// </summary>
internal static class RecordedCeilings
{
    private const int Rides = 1_000;
    private const int Worlds = 100;

    public static void Run(int sets)
    {
        Console.WriteLine($"{Rides:N0} rides a set, sets 0 to {sets - 1}; means over the sets, with least and greatest");
        Console.WriteLine("world                     starts shown optimally  steps of the best ride shown, to the fewest  ceiling's steps to the fewest  best ride's steps  ceiling's steps from the start");
        Row("GraphPath-v0, 20 graphs", "random-walk", 20, seed => ("GraphPath-v0", new GraphPathOptions { GraphSeed = seed }, 10));
        Row("FourRooms-v0", UniformlyRandom, sets, _ => ("FourRooms-v0", new FourRoomsOptions(), 100));
        Row("BicycleGrid-v0, 10 x 10", UniformlyRandom, sets, _ => ("BicycleGrid-v0", new BicycleGridOptions { Size = 10 }, 200));
        Row("BicycleGrid-v0, 16 x 16", UniformlyRandom, sets, _ => ("BicycleGrid-v0", new BicycleGridOptions { Size = 16 }, 200));
    }

    private const string UniformlyRandom = "random";

    private static void Row(string name, string rider, int sets, Func<int, (string Id, object Options, int Limit)> world)
    {
        var measured = Enumerable.Range(0, sets).Select(seed => Measure(world(seed), rider, (ulong)seed)).ToArray();
        Console.WriteLine($"{name,-25} {Spread(measured, set => 100 * set.Optimal, "0", "%")}  {Spread(measured, set => set.ShownRatio, "0.00")}  {Spread(measured, set => set.CeilingRatio, "0.00")}  {Spread(measured, set => set.BestRide, "0.0")}  {Spread(measured, set => set.CeilingSteps, "0.0")}");
    }

    private sealed record Measured(double Optimal, double ShownRatio, double CeilingRatio, double BestRide, double CeilingSteps);

    private static Measured Measure((string Id, object Options, int Limit) world, string rider, ulong seed)
    {
        var folder = Directory.CreateTempSubdirectory("tandem-ceilings-");
        try
        {
            var spec = EnvironmentCatalog.BuiltIn[world.Id];
            var worlds = spec.CreateVector(Worlds, world.Options, world.Limit);
            IPolicy policy = rider == UniformlyRandom
                ? new RandomPolicy(worlds.Actions, seed, StreamPurpose.Policy)
                : spec.CreateYardstick(rider, world.Options, world.Limit, RandomStream.Create(seed, StreamPurpose.Policy));
            using (var writer = EpisodeWriter.Create(folder.FullName, RecordedWorld.Of(spec, world.Options, worlds)))
            {
                EpisodeRecorder.Record(writer, worlds, policy, rider, Rides, seed);
            }

            using var set = EpisodeSet.Open(folder.FullName);
            return Sum(set, ObservedTransitions.Of(set), Fewest(world));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>The fewest steps from each observation that rides begin with.</summary>
    private static (float[] Start, int Steps)[] Fewest((string Id, object Options, int Limit) world) => world.Options switch
    {
        GraphPathOptions graph => [.. GraphPath.FewestSteps(graph).Index().Where(node => node.Item > 0).Select(node => (new float[] { node.Index }, node.Item))],
        BicycleGridOptions grid => [(Begin(world), grid.Size - 1)],
        _ => [.. Solved(FourRooms.Table())],
    };

    private static float[] Begin((string Id, object Options, int Limit) world)
    {
        var worlds = EnvironmentCatalog.BuiltIn[world.Id].CreateVector(1, world.Options);
        worlds.Reset(0);
        return worlds.CurrentObservations.ToArray();
    }

    private static IEnumerable<(float[] Start, int Steps)> Solved(TransitionTable table)
    {
        var values = ValueIteration.Discounted(table, 1).Values;
        return table.Starts.ToArray().Select(cell => (new float[] { cell }, (int)-values[cell]));
    }

    /// <summary>A start that no ride showed, or from which none arrived, counts as not shown and is left out of the ratio.</summary>
    private static Measured Sum(EpisodeSet set, ObservedTransitions seen, (float[] Start, int Steps)[] fewest)
    {
        var known = fewest.Select(start => (start.Steps, State: seen.StateOf(start.Start))).Where(start => start.State >= 0).ToArray();
        var shown = known.Select(start => (start.Steps, Return: seen.BestSuffixes[start.State])).Where(start => double.IsFinite(start.Return)).ToArray();
        var arrived = set.Infos.ToArray().Where(info => info.Terminated).ToArray();
        return new Measured(
            (double)shown.Count(start => StepsOf(set, start.Return) == start.Steps) / fewest.Length,
            shown.Average(start => StepsOf(set, start.Return) / start.Steps),
            known.Average(start => StepsOf(set, seen.Solution.Values[start.State]) / start.Steps),
            arrived.Min(info => info.Length),
            StepsOf(set, seen.Ceiling));
    }

    /// <summary>Every step costs 1; on the grid the one that arrives earns 100 instead.</summary>
    private static double StepsOf(EpisodeSet set, double earned) => set.World.Environment == "BicycleGrid-v0" ? 101 - earned : -earned;

    private static string Spread(Measured[] sets, Func<Measured, double> number, string format, string unit = "")
    {
        var numbers = sets.Select(number).ToArray();
        return string.Create(CultureInfo.InvariantCulture, $"{numbers.Average().ToString(format, CultureInfo.InvariantCulture)}{unit} ({numbers.Min().ToString(format, CultureInfo.InvariantCulture)}–{numbers.Max().ToString(format, CultureInfo.InvariantCulture)})");
    }
}
