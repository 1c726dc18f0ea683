using System.Reflection;
using BenchmarkDotNet.Running;
using Tandem.Benchmarks;

switch (args)
{
    case ["stepping"]:
        SteppingBenchmark.Run();
        break;
    case ["cartpole-speed"]:
        return CartPoleSpeed.Run();
    case ["cartpole-once"]:
        CartPoleSpeed.Once();
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
    case ["ride-learning"]:
        RideLearning.Run(RideLearning.DefaultUpdates);
        break;
    case ["ride-learning", var updates]:
        RideLearning.Run(int.Parse(updates, System.Globalization.CultureInfo.InvariantCulture));
        break;
    case ["micro", .. var rest]:
        BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(rest);
        break;
    default:
        Console.Error.WriteLine("give the name of a benchmark: stepping, cartpole-speed, reinforce-learning, reinforce-speed, reinforce-memory, ride-learning, training-step, or micro with BenchmarkDotNet's arguments");
        return 2;
}

return 0;
