using System.Diagnostics;
using System.Globalization;
using Tandem.Environments;
using Tandem.Environments.Bicycle;
using Tandem.Environments.Bicycle.Whipple;
using Tandem.Inference;
using Tandem.Learning.Reinforcement;

namespace Tandem.Benchmarks;

/// <summary>PPO on the bicycles: how many of 100 rides stay upright, arrive and how far they go, and what they cost beside the regulator.</summary>
internal static class BicycleAgents
{
    private const int Episodes = 100;
    private const int RideLimit = 50_000;
    private const int TrainingRideLimit = 1_000;
    private const int GustSeeds = 200;
    private const double StepMetres = RandlovBicycle.SpeedMetresPerSecond * RandlovBicycle.StepSeconds;
    private static readonly int[] Reported = [0, 1, 2, 3, 4];
    private static readonly double[] Speeds = [2, 3.5, 5, 8];

    /// <summary>One of balance, ride and whipple.</summary>
    /// <param name="name">Which.</param>
    /// <param name="chosen">The training seeds, parted by commas; null: 0 to 4.</param>
    public static int Run(string? name, string? chosen)
    {
        int[] seeds = chosen is null ? Reported : [.. chosen.Split(',').Select(seed => int.Parse(seed, CultureInfo.InvariantCulture))];
        switch (name)
        {
            case "balance": Balance(seeds); return 0;
            case "ride": Ride(seeds); return 0;
            case "whipple": Whipple(seeds); return 0;
            default:
                Console.Error.WriteLine("give one of balance, ride, whipple");
                return 2;
        }
    }

    private static void Balance(int[] seeds)
    {
        var spec = EnvironmentCatalog.BuiltIn["BicycleBalance-v0"];
        Console.WriteLine("PPO, BicycleBalance-v0\nseed     steps  seconds  upright for 500 s of 100  shortest ride s");
        foreach (var seed in seeds)
        {
            var trained = Train(spec, null, PpoDefaults.For(spec.Id), seed);
            var rides = Rides.Roll(spec.CreateVector(Episodes), trained.Agent.Policy(), Episodes, (ulong)seed);
            Print($"{seed,4}  {trained.Steps,8}  {trained.Seconds,7:0.0}  {rides.Count(spec.Success!),24}  {rides.Min(ride => ride.Steps) * RandlovBicycle.StepSeconds,15:0.00}");
        }
    }

    private static void Ride(int[] seeds)
    {
        var spec = EnvironmentCatalog.BuiltIn["BicycleRide-v0"];
        Console.WriteLine("PPO, BicycleRide-v0\nseed     steps  seconds  at the goal of 100  mean path m  longest path m");
        foreach (var seed in seeds)
        {
            var trained = Train(spec, new BicycleRideOptions { RandomStart = true }, PpoDefaults.For(spec.Id), seed, TrainingRideLimit);
            Ride[] rides = [.. Rides.Roll(spec.CreateVector(Episodes, null, RideLimit), trained.Agent.Policy(), Episodes, (ulong)seed)];
            double[] paths = [.. rides.Where(spec.Success!).Select(ride => ride.Steps * StepMetres).DefaultIfEmpty(double.NaN)];
            Print($"{seed,4}  {trained.Steps,8}  {trained.Seconds,7:0.0}  {rides.Count(spec.Success!),18}  {paths.Average(),11:0.0}  {paths.Max(),14:0.0}");
        }

        Ride[] linear = [.. Rides.Roll(spec.CreateVector(Episodes, null, RideLimit), spec.CreateYardstick("linear", null, RideLimit), Episodes, 0)];
        Print($"linear rider: {linear.Count(spec.Success!)} of {Episodes}, mean path {linear.Average(ride => ride.Steps) * StepMetres:0.0} m");
    }

    private static void Whipple(int[] seeds)
    {
        var spec = EnvironmentCatalog.BuiltIn["WhippleBicycle-v0"];
        var training = new WhippleBicycleOptions { Speed = 5, SpeedSwing = 3.25, RandomSpeed = true };
        Console.WriteLine("PPO, WhippleBicycle-v0, one policy for all speeds: cost of 200 rides over that of the regulator\nseed     steps  seconds  2 m/s   3.5 m/s   5 m/s   8 m/s  falls");
        foreach (var seed in seeds)
        {
            var trained = Train(spec, training, PpoDefaults.For(spec.Id), seed);
            var (ratios, falls) = (new double[Speeds.Length], 0);
            for (var i = 0; i < Speeds.Length; i++)
            {
                var options = new WhippleBicycleOptions { Speed = Speeds[i] };
                var rides = Rides.Roll(spec.CreateVector(GustSeeds, options), trained.Agent.Policy(), GustSeeds, (ulong)seed);
                var best = Rides.Roll(spec.CreateVector(GustSeeds, options), spec.CreateYardstick("lqr", options, spec.StepLimit), GustSeeds, (ulong)seed);
                ratios[i] = rides.Average(ride => ride.Return) / best.Average(ride => ride.Return);
                falls += rides.Count(ride => ride.Terminated);
            }

            Print($"{seed,4}  {trained.Steps,8}  {trained.Seconds,7:0.0}  {ratios[0],6:0.0000}  {ratios[1],7:0.0000}  {ratios[2],6:0.0000}  {ratios[3],6:0.0000}  {falls,5}");
        }
    }

    private static (Agent Agent, long Steps, double Seconds) Train(EnvironmentSpec spec, object? world, PpoOptions options, int seed, int? stepLimit = null)
    {
        var begun = Stopwatch.GetTimestamp();
        using var training = new Ppo(spec.CreateVector(options.Worlds, world, stepLimit ?? spec.StepLimit), options with { Seed = (ulong)seed });
        while (!training.IsComplete)
        {
            training.Update();
        }

        return (training.Agent, training.Steps, Stopwatch.GetElapsedTime(begun).TotalSeconds);
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
