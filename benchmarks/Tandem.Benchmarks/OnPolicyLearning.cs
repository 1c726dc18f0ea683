using System.Globalization;
using Tandem.Environments;
using Tandem.Learning.Reinforcement;

namespace Tandem.Benchmarks;

/// <summary>
/// How well PPO and A2C learn: seeds 0 to n − 1, the last policy ridden greedily for 100 episodes on evaluation seeds, every
/// seed shown. The numbers are the same on every run.
/// </summary>
internal static class OnPolicyLearning
{
    private const int Episodes = 100;

    private static readonly Dictionary<string, Action> Tables = new()
    {
        ["cartpole-cleanrl"] = () => Table("PPO, CartPole-v1, CleanRL's settings", "CartPole-v1", 20, (spec, seed) => NewPpo(spec, new PpoOptions { Seed = seed })),
        ["cartpole-fast"] = () => OfPpo("CartPole-v1", 20),
        ["cartpole-a2c"] = () => OfA2c("CartPole-v1", 10),
        ["acrobot"] = () => OfPpo("Acrobot-v1", 5),
        ["pendulum"] = () => OfPpo("Pendulum-v1", 5),
        ["mountain-car"] = () => OfPpo("MountainCar-v0", 5),
        ["grid"] = () => OfPpo("BicycleGrid-v0", 5),
        ["balance"] = () => OfPpo("BicycleBalance-v0", 5),
        ["ride"] = () => OfPpo("BicycleRide-v0", 5),
        ["whipple"] = () => OfPpo("WhippleBicycle-v0", 5),
    };

    /// <summary>One table by its name, or all of them.</summary>
    public static int Run(string? name)
    {
        if (name is not null && !Tables.ContainsKey(name))
        {
            Console.Error.WriteLine($"there is no table '{name}': give one of {string.Join(", ", Tables.Keys)}");
            return 2;
        }

        foreach (var (title, table) in Tables)
        {
            if (name is null || name == title)
            {
                table();
            }
        }

        return 0;
    }

    private static void OfPpo(string world, int seeds) =>
        Table($"PPO, {world}, its defaults", world, seeds, (spec, seed) => NewPpo(spec, PpoDefaults.For(world) with { Seed = seed }));

    private static void OfA2c(string world, int seeds) =>
        Table($"A2C, {world}, its defaults", world, seeds, (spec, seed) =>
        {
            var options = A2cDefaults.For(world) with { Seed = seed };
            return new A2c(spec.CreateVector(options.Worlds), options);
        });

    private static Ppo NewPpo(EnvironmentSpec spec, PpoOptions options) => new(spec.CreateVector(options.Worlds), options);

    private static void Table(string title, string world, int seeds, Func<EnvironmentSpec, ulong, ILearner> create)
    {
        var spec = EnvironmentCatalog.BuiltIn[world];
        Console.WriteLine(title);
        Console.WriteLine("seed     steps  last 100 of training  evaluation    least  episode length  successes");
        var results = new List<(double Last, double Mean)>();
        for (var seed = 0; seed < seeds; seed++)
        {
            using var training = create(spec, (ulong)seed);
            var returns = new List<double>();
            while (!training.IsComplete)
            {
                returns.AddRange(training.Update().Finished.Select(ride => ride.Return));
            }

            var rides = Rides.Roll(spec.CreateVector(Episodes), training.Agent.Policy(), Episodes, (ulong)seed);
            var (last, mean) = (returns.TakeLast(100).DefaultIfEmpty(double.NaN).Average(), rides.Average(ride => ride.Return));
            results.Add((last, mean));
            Console.WriteLine(Line($"{seed,4}  {training.Steps,8}  {last,20:0.00}  {mean,10:0.00}  {rides.Min(ride => ride.Return),7:0.0}  {rides.Average(ride => ride.Steps),14:0.0}  {(spec.Success is { } success ? $"{rides.Count(success)}" : "-"),9}"));
        }

        var means = results.ConvertAll(result => result.Mean);
        Console.WriteLine(Line($"last 100: mean {results.Average(result => result.Last):0.00}; evaluation: mean {means.Average():0.00}, deviation {Deviation(means):0.00}, least {means.Min():0.00}"));
        Console.WriteLine();
    }

    private static double Deviation(List<double> values) =>
        Math.Sqrt(values.Sum(value => Math.Pow(value - values.Average(), 2)) / Math.Max(1, values.Count - 1));

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
