using Tandem.Environments;
using Tandem.Environments.Bicycle;
using Tandem.Environments.Tabular;
using Tandem.Learning.Training;
using Tandem.Learning.Trajectories;
using static Tandem.Benchmarks.RideStudy;

namespace Tandem.Benchmarks;

/// <summary>Ways that no single ride in the data goes: how near to the shortest, beside the most that could be put together.</summary>
internal static class StitchingRides
{
    private const int Rides = 1_000;
    private static readonly RideStudySize RoomsSize = new(Updates: 400, Width: 32, Batch: 128);
    private static readonly RideStudySize GridSize = new(Updates: 1_500, Width: 64, Batch: 128);

    public static void Run(string what, int sets)
    {
        NativeAllocator.KeepFreedMemory();
        if (what is "rooms" or "all")
            Rooms(sets);
        if (what is "10" or "all")
            Grid(10, sets);
        if (what is "16" or "all")
            Grid(16, sets);
    }

    private static void Rooms(int sets)
    {
        const int limit = 100;
        var table = FourRooms.Table();
        int[] starts = [.. table.Starts];
        double[] shortest = [.. TableRides.Steps(table, starts, EnvironmentCatalog.BuiltIn["FourRooms-v0"].CreateYardstick("value-iteration", null, limit), limit).Select(steps => (double)steps!)];
        Console.WriteLine(Line($"FourRooms-v0, {Rides} random walks of at most {limit} steps; mean over {starts.Length} starts of the way's length, at most {limit}, to the shortest's"));
        Console.WriteLine("set    critic's  asked for -1  best 10%  IQL  ceiling  best in the data");
        for (var seed = 0UL; seed < (ulong)sets; seed++)
        {
            using var study = new RideStudy(EnvironmentCatalog.BuiltIn["FourRooms-v0"], null, Rides, "random", seed, RoomsSize);
            double Ratio(IPolicy policy) => TableRides.Steps(table, starts, policy, limit).Zip(shortest, (steps, least) => (steps ?? limit) / least).Average();
            var seen = ObservedTransitions.Of(study.Episodes);
            var suffix = starts.Select((start, i) => seen.StateOf([start]) is var state and >= 0 ? Math.Min(limit, -seen.BestSuffixes[state]) / shortest[i] : limit / shortest[i]).Average();
            Console.WriteLine(Line($"{seed,3}  {Ratio(study.Taught()),10:0.000}  {Ratio(study.Observed()(-1)),12:0.000}  {Ratio(study.Clone(0.1)),8:0.000}  {Ratio(study.Iql()),5:0.000}  {Ratio(seen.Rider()),7:0.000}  {suffix:0.00}"));
        }
    }

    private static void Grid(int side, int sets)
    {
        var spec = EnvironmentCatalog.BuiltIn["BicycleGrid-v0"];
        var options = new BicycleGridOptions { Size = side };
        Console.WriteLine(Line($"BicycleGrid-v0, {side} x {side}, {Rides} random rides of at most 200 steps; steps of the greedy ride, 200 where it does not arrive; the shortest takes {side - 1}"));
        Console.WriteLine("set    critic's  asked for the data's best  asked for the optimum  best 10%  IQL  ceiling  best ride in the data");
        for (var seed = 0UL; seed < (ulong)sets; seed++)
        {
            using var study = new RideStudy(spec, options, Rides, "random", seed, GridSize);
            int Steps(IPolicy policy) => Tandem.Environments.Rides.Roll(spec.CreateVector(1, options), policy, 1, seed)[0].Steps;
            var best = study.Episodes.Infos.ToArray().Max(info => info.Return);
            var observed = study.Observed();
            var ceiling = 101 - ObservedTransitions.Of(study.Episodes).Ceiling;
            Console.WriteLine(Line($"{seed,3}  {Steps(study.Taught()),10}  {Steps(observed(best)),25}  {Steps(observed(spec.OptimalReturn(options)!.Value)),21}  {Steps(study.Clone(0.1)),8}  {Steps(study.Iql()),3}  {ceiling,7:0}  {101 - best:0}"));
        }
    }
}
