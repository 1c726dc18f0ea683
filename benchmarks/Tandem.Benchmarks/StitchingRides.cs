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

    /// <param name="what">rooms, 10 or 16 for the side of a grid, or all.</param>
    /// <param name="sets">Data sets, from seed 0 on.</param>
    /// <param name="learners">Who learns.</param>
    public static void Run(string what, int sets, StudiedLearners learners)
    {
        NativeAllocator.KeepFreedMemory();
        if (what is "rooms" or "all")
            Rooms(sets, learners);
        if (what is "10" or "all")
            Grid(10, sets, learners);
        if (what is "16" or "all")
            Grid(16, sets, learners);
    }

    private static void Rooms(int sets, StudiedLearners learners)
    {
        const int limit = 100;
        var table = FourRooms.Table();
        int[] starts = [.. table.Starts];
        double[] shortest = [.. TableRides.Steps(table, starts, EnvironmentCatalog.BuiltIn["FourRooms-v0"].CreateYardstick("value-iteration", null, limit), limit).Select(steps => (double)steps!)];
        Console.WriteLine(Line($"FourRooms-v0, {Rides} random walks of at most {limit} steps; mean over {starts.Length} starts of the way's length, at most {limit}, to the shortest's"));
        Console.WriteLine("| set | ceiling | best in the data | critic's tokens | IQL | best 10% | asked for -1 |");
        for (var seed = 0UL; seed < (ulong)sets; seed++)
        {
            using var study = new RideStudy(EnvironmentCatalog.BuiltIn["FourRooms-v0"], null, Rides, "random", seed);
            string Ratio(IPolicy policy) => Line($"{TableRides.Steps(table, starts, policy, limit).Zip(shortest, (steps, least) => (steps ?? limit) / least).Average():0.000}");
            var seen = ObservedTransitions.Of(study.Episodes);
            Row(
                () => Line($"{seed}"),
                () => Ratio(seen.Rider()),
                () => Line($"{starts.Select((start, i) => seen.StateOf([start]) is var state and >= 0 ? Math.Min(limit, -seen.BestSuffixes[state]) / shortest[i] : limit / shortest[i]).Average():0.00}"),
                learners.Of(StudiedLearners.Critic, () => Ratio(study.Taught())),
                learners.Of(StudiedLearners.Iql, () => Ratio(study.Iql())),
                learners.Of(StudiedLearners.Best, () => Ratio(study.Clone())),
                learners.Of(StudiedLearners.Observed, () => Ratio(study.Observed()(-1))));
        }
    }

    private static void Grid(int side, int sets, StudiedLearners learners)
    {
        var spec = EnvironmentCatalog.BuiltIn["BicycleGrid-v0"];
        var options = new BicycleGridOptions { Size = side };
        Console.WriteLine(Line($"BicycleGrid-v0, {side} x {side}, {Rides} random rides of at most 200 steps; steps of the greedy ride, 200 where it does not arrive; the shortest takes {side - 1}"));
        Console.WriteLine("| set | ceiling | best ride in the data | critic's tokens | IQL | best 10% | asked for the data's best / the optimum |");
        for (var seed = 0UL; seed < (ulong)sets; seed++)
        {
            using var study = new RideStudy(spec, options, Rides, "random", seed);
            int Steps(IPolicy policy) => Tandem.Environments.Rides.Roll(spec.CreateVector(1, options), policy, 1, seed)[0].Steps;
            var best = study.Episodes.Infos.ToArray().Max(info => info.Return);
            Row(
                () => Line($"{seed}"),
                () => Line($"{101 - ObservedTransitions.Of(study.Episodes).Ceiling:0}"),
                () => Line($"{101 - best:0}"),
                learners.Of(StudiedLearners.Critic, () => Line($"{Steps(study.Taught())}")),
                learners.Of(StudiedLearners.Iql, () => Line($"{Steps(study.Iql())}")),
                learners.Of(StudiedLearners.Best, () => Line($"{Steps(study.Clone())}")),
                learners.Of(StudiedLearners.Observed, () =>
                {
                    var observed = study.Observed();
                    return Line($"{Steps(observed(best))} / {Steps(observed(spec.OptimalReturn(options)!.Value))}");
                }));
        }
    }
}
