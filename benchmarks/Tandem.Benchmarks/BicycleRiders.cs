using System.Globalization;
using Tandem.Environments;
using Tandem.Environments.Bicycle;

namespace Tandem.Benchmarks;

/// <summary>
/// How far riders get on the bicycle of Randløv and Alstrøm without having learned anything: at random, and by
/// <see cref="LinearBicycleRider"/>. Both integrations, noise on, seed 0.
/// </summary>
internal static class BicycleRiders
{
    private const ulong Seed = 0;
    private const int LinearRides = 100;
    private const int RandomRides = 20_000;
    private const double MetresAStep = RandlovBicycle.SpeedMetresPerSecond * RandlovBicycle.StepSeconds;

    public static void Run()
    {
        foreach (var integration in Enum.GetValues<RandlovIntegration>())
        {
            Fall(integration);
            foreach (var actions in Enum.GetValues<BicycleActions>())
            {
                var options = new RandlovOptions { Integration = integration, Actions = actions };
                Balance(options);
                Ride(options);
            }
        }
    }

    private static void Fall(RandlovIntegration integration)
    {
        var worlds = EnvironmentCatalog.BuiltIn["BicycleBalance-v0"].CreateVector(200, new RandlovOptions { Integration = integration });
        var steps = Rides.Roll(worlds, new RandomPolicy(worlds.Actions, Seed), RandomRides, Seed).Select(ride => (double)ride.Steps).ToArray();
        Print($"{integration,-8} {BicycleActions.Nine,-10} random   falls after {steps.Average():0.0} steps (standard error {Deviation(steps) / Math.Sqrt(RandomRides):0.0}, shortest {steps.Min()}, longest {steps.Max()}, {RandomRides:N0} rides)");
    }

    private static void Balance(RandlovOptions options)
    {
        var spec = EnvironmentCatalog.BuiltIn["BicycleBalance-v0"];
        var rides = Rides.Roll(spec.CreateVector(LinearRides, options), new LinearBicycleRider(options), LinearRides, Seed);
        Print($"{options.Integration,-8} {options.Actions,-10} balance  {rides.Count(spec.Success!)} of {LinearRides} upright for {spec.StepLimit * RandlovBicycle.StepSeconds:0} s");
    }

    private static void Ride(RandlovOptions options)
    {
        var spec = EnvironmentCatalog.BuiltIn["BicycleRide-v0"];
        var worlds = spec.CreateVector(LinearRides, new BicycleRideOptions { Bicycle = options });
        var metres = Rides.Roll(worlds, new LinearBicycleRider(options), LinearRides, Seed)
            .Where(spec.Success!).Select(ride => MetresAStep * ride.Steps).DefaultIfEmpty(double.NaN).ToArray();
        Print($"{options.Integration,-8} {options.Actions,-10} ride     {metres.Count(double.IsFinite)} of {LinearRides} at the goal after {metres.Average():0.0} m ({metres.Min():0.0} to {metres.Max():0.0})");
    }

    private static double Deviation(double[] numbers)
    {
        var mean = numbers.Average();
        return Math.Sqrt(numbers.Average(number => (number - mean) * (number - mean)));
    }

    private static void Print(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
