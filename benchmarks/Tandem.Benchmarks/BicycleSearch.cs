using System.Globalization;
using Tandem.Environments;
using Tandem.Environments.Bicycle;

namespace Tandem.Benchmarks;

/// <summary>
/// Finds the gains of <see cref="LinearBicycleRider"/> by the cross-entropy method (Rubinstein, 1999): many riders are drawn
/// from a normal distribution, which then moves to the best of them. First they learn to balance, then to ride to the goal.
/// </summary>
internal static class BicycleSearch
{
    private const ulong Seed = 0;
    private const int Riders = 60;
    private const int Best = 10;
    private const int RidesOfEach = 6;
    private const int BalanceRounds = 6;
    private const int RideRounds = 10;
    private const int BalanceSteps = 4_000;
    private const int RideSteps = 45_000;

    /// <summary>What the search begins from; steer and its rate may be held either way, lean and goal are to be steered to.</summary>
    private static readonly double[] FirstMeans = [0, 0, 0, 0, 0, 0.5];
    private static readonly double[] FirstDeviations = [20, 4, 40, 10, 5, 0.3];

    public static void Run()
    {
        var random = RandomStream.Create(Seed, StreamPurpose.Policy);
        var (means, deviations) = ((double[])[.. FirstMeans], (double[])[.. FirstDeviations]);
        for (var round = 0; round < BalanceRounds; round++)
        {
            Search("balance", round, means, deviations, ref random, Balanced);
        }

        for (var place = 0; place < means.Length; place++)
        {
            deviations[place] = Math.Max(deviations[place], 0.2 * Math.Abs(means[place]));
        }

        (deviations[4], deviations[5]) = (FirstDeviations[4], FirstDeviations[5]);
        for (var round = 0; round < RideRounds; round++)
        {
            Search("ride", round, means, deviations, ref random, Ridden);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"found: {Gains(means)}"));
    }

    private static void Search(string task, int round, double[] means, double[] deviations, ref RandomStream random, Func<LinearBicycleGains, ulong, double> score)
    {
        var riders = new (double[] Numbers, double Score)[Riders];
        for (var rider = 0; rider < Riders; rider++)
        {
            var numbers = new double[means.Length];
            for (var place = 0; place < numbers.Length; place++)
            {
                numbers[place] = means[place] + (deviations[place] * random.NextNormal());
            }

            riders[rider] = (numbers, score(Gains(numbers), (ulong)round));
        }

        var best = riders.OrderByDescending(rider => rider.Score).Take(Best).ToArray();
        for (var place = 0; place < means.Length; place++)
        {
            var mean = best.Average(rider => rider.Numbers[place]);
            deviations[place] = Math.Sqrt(best.Average(rider => Math.Pow(rider.Numbers[place] - mean, 2)));
            means[place] = mean;
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{task} round {round,2}: best {best[0].Score:0.0000}, mean of the best {Best} {best.Average(rider => rider.Score):0.0000}"));
    }

    /// <summary>The mean part of the time that the rider stays upright.</summary>
    private static double Balanced(LinearBicycleGains gains, ulong round)
    {
        var worlds = EnvironmentCatalog.BuiltIn["BicycleBalance-v0"].CreateVector(RidesOfEach, null, BalanceSteps);
        return Rides.Roll(worlds, new LinearBicycleRider(new RandlovOptions(), gains), RidesOfEach, round, StreamPurpose.Environment)
            .Average(ride => (double)ride.Steps / BalanceSteps);
    }

    /// <summary>The mean part of the time that is left on arrival, plus 1; without arriving, the part that the rider stays upright.</summary>
    private static double Ridden(LinearBicycleGains gains, ulong round)
    {
        var spec = EnvironmentCatalog.BuiltIn["BicycleRide-v0"];
        return Rides.Roll(spec.CreateVector(RidesOfEach, null, RideSteps), new LinearBicycleRider(new RandlovOptions(), gains), RidesOfEach, round, StreamPurpose.Environment)
            .Average(ride => spec.Success!(ride) ? 2 - ((double)ride.Steps / RideSteps) : (double)ride.Steps / RideSteps);
    }

    private static LinearBicycleGains Gains(double[] numbers) => new()
    {
        Steer = numbers[0],
        SteerRate = numbers[1],
        Lean = numbers[2],
        LeanRate = numbers[3],
        GoalAngle = numbers[4],
        WidestGoalAngle = Math.Abs(numbers[5]),
    };
}
