using System.Globalization;
using System.Reflection;
using BenchmarkDotNet.Running;
using Tandem.Benchmarks;
using Tandem.Learning.Transformers;

// By name; the names with "once" are what a benchmark starts as processes of its own.
var benchmarks = new Dictionary<string, Func<string[], int>>
{
    ["acting"] = Of(ActingBenchmark.Run),
    ["bicycle-riders"] = Of(BicycleRiders.Run),
    ["bicycle-search"] = Of(BicycleSearch.Run),
    ["bicycle-agents"] = rest => BicycleAgents.Run(rest.ElementAtOrDefault(0), rest.ElementAtOrDefault(1)),
    ["cartpole-fast"] = Of(CartPoleFast.Run),
    ["cartpole-fast-once"] = With(rest => CartPoleFast.Once((ulong)Whole(rest, 0, 0))),
    ["cartpole-once"] = Of(CartPoleSpeed.Once),
    ["cartpole-speed"] = _ => CartPoleSpeed.Run(),
    ["decoding"] = rest => DecodingBenchmark.Run(rest is [var model, var sentences] ? (model, sentences) : null),
    ["decoding-once"] = With(rest => DecodingBenchmark.Once(rest[0], rest[1], rest[2])),
    ["decoding-steps"] = Of(DecodingStepsBenchmark.Run),
    ["minari-export"] = Of(MinariExportBenchmark.Run),
    ["micro"] = With(rest => BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(rest)),
    ["policy-acting"] = Of(PolicyActing.Run),
    ["ppo-learning"] = rest => PpoLearning.Run(rest.Length > 0 ? rest[0] : null),
    ["ppo-once"] = With(rest => PpoSpeed.Once((ulong)Whole(rest, 0, 0))),
    ["ppo-speed"] = _ => PpoSpeed.Run(),
    ["off-policy-learning"] = With(rest => OffPolicyLearning.Run(rest.Length > 0 ? rest[0] : null)),
    ["recorded-ceilings"] = With(rest => RecordedCeilings.Run(Whole(rest, 0, 50))),
    ["recording"] = Of(RecordingBenchmark.Run),
    ["reinforce-choice"] = Of(ReinforceLearning.Choose),
    ["reinforce-learning"] = Of(ReinforceLearning.Run),
    ["reinforce-memory"] = Of(ReinforceMemory.Run),
    ["reinforce-once"] = With(rest => ReinforceSpeed.Once((ulong)Whole(rest, 0, 0))),
    ["reinforce-speed"] = _ => ReinforceSpeed.Run(),
    ["rides-asked"] = With(rest => AskedReturns.Run(rest is [var what, ..] ? what : "all", Whole(rest, 1, 5), Whole(rest, 2, 0))),
    ["rides-gambling"] = With(rest => GamblingRides.Run(Learners(rest, 0))),
    ["rides-graph"] = With(rest => GraphRides.Run(Whole(rest, 0, 20), Learners(rest, 1))),
    ["rides-mixtures"] = With(rest => RideMixtures.Run(rest is [var world, ..] ? world : "CartPole-v1", Whole(rest, 1, 5), Learners(rest, 2), Whole(rest, 3, 0))),
    ["rides-stitching"] = With(rest => StitchingRides.Run(rest is [var what, ..] ? what : "all", Whole(rest, 1, 5), Learners(rest, 2))),
    ["ride-learning"] = With(rest => RideLearning.Run(Whole(rest, 0, RideLearning.DefaultUpdates), Whole(rest, 1, RideLearning.DefaultSets), rest is [_, _, "paper"])),
    ["ride-training-step"] = _ => RideTrainingStepBenchmark.Run(),
    ["ride-training-step-once"] = With(rest => RideTrainingStepBenchmark.Once(rest[0], Whole(rest, 1, 2))),
    ["stepping"] = Of(SteppingBenchmark.Run),
    ["subwords"] = _ => SubwordBenchmark.Run(),
    ["training-step"] = _ => TrainingStepBenchmark.Run(),
    ["training-step-once"] = Of(TrainingStepBenchmark.Once),
    ["translation-training"] = rest => TranslationTraining.Run(
        Whole(rest, 0, 200), rest.Length > 1 ? Enum.Parse<Precision>(rest[1], ignoreCase: true) : Precision.Auto, (ulong)Whole(rest, 2, 1)),
};

if (args is [var name, .. var arguments] && benchmarks.TryGetValue(name, out var run))
    return run(arguments);
Console.Error.WriteLine($"give the name of a benchmark: {string.Join(", ", benchmarks.Keys.Where(key => !key.EndsWith("-once", StringComparison.Ordinal)))}");
return 2;

static Func<string[], int> Of(Action benchmark) => With(_ => benchmark());

static Func<string[], int> With(Action<string[]> benchmark) => rest =>
{
    benchmark(rest);
    return 0;
};

static StudiedLearners Learners(string[] rest, int index) => StudiedLearners.Parse(rest.Length > index ? rest[index] : null);

static int Whole(string[] rest, int index, int otherwise) =>
    rest.Length > index ? int.Parse(rest[index], CultureInfo.InvariantCulture) : otherwise;
