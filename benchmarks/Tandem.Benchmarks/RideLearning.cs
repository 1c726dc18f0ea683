using System.Globalization;
using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Training;
using Tandem.Learning.Trajectories;

namespace Tandem.Benchmarks;

/// <summary>
/// What Transformers learn from 1,000 random rides on the 5 × 5 grid alone: five data sets, the returns asked for and
/// achieved, beside cloning and the random rider. Each seed makes its own data and its own first weights.
/// </summary>
internal static class RideLearning
{
    /// <summary>What the page of results was made with; the command's own default is longer.</summary>
    public const int DefaultUpdates = 1_500;

    public const int DefaultSets = 5;
    private const int Rides = 1_000;
    private const int Sampled = 100;
    private const int Imitated = 1_000;
    private const int CloneUpdates = 300;
    private static readonly double[] Asked = [97, 94, 87, 77, 67, 47];

    /// <param name="updates">Of each Decision Transformer.</param>
    /// <param name="sets">Data sets, each with a seed of its own.</param>
    /// <param name="isPaper">No band of attention, and a table of timesteps, as in the paper; else the defaults.</param>
    public static void Run(int updates, int sets, bool isPaper)
    {
        NativeAllocator.KeepFreedMemory();
        var spec = EnvironmentCatalog.BuiltIn["BicycleGrid-v0"];
        Console.WriteLine(Line($"{updates} updates; asked: greedy ride / mean of {Sampled} sampled rides; random and clone: mean of {Imitated} rides"));
        Console.WriteLine("set  optimal rides  random  clone  " + string.Join("  ", Asked.Select(target => Line($"asked {target}"))) + "  mean error (greedy, sampled)  seconds");
        for (var seed = 0UL; (int)seed < sets; seed++)
        {
            Row(spec, seed, updates, isPaper ? new() { Band = 0, Positions = StepPositions.Timesteps } : new());
        }
    }

    private static void Row(EnvironmentSpec spec, ulong seed, int updates, DecisionTransformerOptions shape)
    {
        var folder = Directory.CreateTempSubdirectory("tandem-rides-");
        try
        {
            Record(spec, folder.FullName, seed);
            using var set = EpisodeSet.Open(folder.FullName);
            var random = Mean(spec, new RandomPolicy(spec.Create().Actions, seed), Imitated, seed);
            using var clone = Train(set, seed, CloneUpdates, isConditioned: false, shape);
            var imitated = Mean(spec, Rider(clone.Model, PolicyMode.Sampled, seed, 0), Imitated, seed);
            var begun = TimeProvider.System.GetTimestamp();
            using var transformer = Train(set, seed, updates, isConditioned: true, shape);
            var seconds = TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
            (double Greedy, double Sampled)[] achieved =
            [
                .. Asked.Select(target => (
                    Mean(spec, Rider(transformer.Model, PolicyMode.Greedy, seed, target), 1, seed),
                    Mean(spec, Rider(transformer.Model, PolicyMode.Sampled, seed, target), Sampled, seed))),
            ];
            var greedyError = achieved.Zip(Asked, (ride, target) => Math.Abs(ride.Greedy - target)).Average();
            var sampledError = achieved.Zip(Asked, (ride, target) => Math.Abs(ride.Sampled - target)).Average();
            Console.WriteLine(Line($"{seed,3}  {set.CountReaching(spec.OptimalReturn()!.Value),13}  {random,6:0.0}  {imitated,5:0.0}  ")
                + string.Join("  ", achieved.Select(ride => Line($"{ride.Greedy:0} / {ride.Sampled:0.0}")))
                + Line($"  {greedyError:0.00}, {sampledError:0.00}  {seconds:0.0}"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void Record(EnvironmentSpec spec, string folder, ulong seed)
    {
        var worlds = spec.CreateVector(100);
        using var writer = EpisodeWriter.Create(folder, RecordedWorld.Of(spec, null, worlds));
        _ = EpisodeRecorder.Record(writer, worlds, new RandomPolicy(worlds.Actions, seed, StreamPurpose.Policy), "random", Rides, seed);
    }

    private static DecisionTransformerTask Train(EpisodeSet set, ulong seed, int updates, bool isConditioned, DecisionTransformerOptions shape)
    {
        var task = DecisionTransformerTask.Create(set, new RideTrainingOptions { Model = shape, Conditioning = isConditioned ? new ConditioningOptions { Returns = ReturnTokens.Observed } : null }, seed);
        using var trainer = Trainer.Create(task, RideTrainingOptions.TrainerDefaults with { Seed = seed, Updates = updates }, TimeProvider.System);
        trainer.Train();
        return task;
    }

    private static DecisionTransformerPolicy Rider(DecisionTransformer model, PolicyMode mode, ulong seed, double target) =>
        new(model, mode, RandomStream.Create(seed, StreamPurpose.EvaluationPolicy), target);

    private static double Mean(EnvironmentSpec spec, IPolicy policy, int rides, ulong seed) =>
        Tandem.Environments.Rides.Roll(spec.CreateVector(rides), policy, rides, seed).Average(ride => ride.Return);

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
