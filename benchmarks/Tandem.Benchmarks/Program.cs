using System.Reflection;
using BenchmarkDotNet.Running;
using Tandem.Benchmarks;

switch (args)
{
    case ["stepping"]:
        SteppingBenchmark.Run();
        break;
    case ["reinforce-learning"]:
        ReinforceLearning.Run();
        break;
    case ["reinforce-speed"]:
        return ReinforceSpeed.Run();
    case ["reinforce-once", var seed]:
        ReinforceSpeed.Once(ulong.Parse(seed, System.Globalization.CultureInfo.InvariantCulture));
        break;
    case ["reinforce-memory"]:
        ReinforceMemory.Run();
        break;
    case ["training-step"]:
        return TrainingStepBenchmark.Run();
    case ["training-step-once"]:
        TrainingStepBenchmark.Once();
        break;
    case ["decoding", var model, var sources]:
        return DecodingBenchmark.Run(model, sources);
    case ["decoding-random", var model, var sources]:
        DecodingBenchmark.WriteRandom(model, sources);
        break;
    case ["decoding-once", var model, var sources, var output]:
        DecodingBenchmark.Once(model, sources, output);
        break;
    case ["ride-learning"]:
        RideLearning.Run(RideLearning.DefaultUpdates);
        break;
    case ["ride-learning", var updates]:
        RideLearning.Run(int.Parse(updates, System.Globalization.CultureInfo.InvariantCulture));
        break;
    case ["subwords"]:
        return SubwordBenchmark.Run();
    case ["translation-training", .. var rest]:
        return TranslationTraining.Run(
            rest.Length > 0 ? int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture) : 200,
            rest.Length > 1 ? Enum.Parse<Tandem.Learning.Transformers.Precision>(rest[1], ignoreCase: true) : Tandem.Learning.Transformers.Precision.Auto,
            rest.Length > 2 ? ulong.Parse(rest[2], System.Globalization.CultureInfo.InvariantCulture) : 1);
    case ["micro", .. var rest]:
        BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(rest);
        break;
    default:
        Console.Error.WriteLine("give the name of a benchmark: stepping, reinforce-learning, reinforce-speed, reinforce-memory, ride-learning, training-step, subwords, or micro with BenchmarkDotNet's arguments");
        return 2;
}

return 0;
