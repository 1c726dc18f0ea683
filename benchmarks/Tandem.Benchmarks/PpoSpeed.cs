using System.Diagnostics;
using System.Globalization;
using Tandem.Environments;
using Tandem.Learning.Reinforcement;

namespace Tandem.Benchmarks;

/// <summary>
/// PPO on CartPole with CleanRL's settings against the same algorithm in PyTorch, in turn, a fresh process each time: the seconds
/// from the first line of the training to its last, compilation at run time included, loading of the runtime or of PyTorch not.
/// </summary>
internal static class PpoSpeed
{
    private const int Pairs = 5;
    private const string World = "CartPole-v1";

    public static int Run() => new SpeedPairs("ppo-once", "pytorch_ppo_cartpole.py", "steps/s", MoreIsFaster: true).Run(Pairs);

    /// <summary>One training of 500,000 steps in this process; prints its steps a second.</summary>
    public static void Once(ulong seed)
    {
        var begun = Stopwatch.GetTimestamp();
        var options = new PpoOptions { Seed = seed };
        using var training = new Ppo(EnvironmentCatalog.BuiltIn[World].CreateVector(options.Worlds), options);
        var returns = new List<double>();
        while (!training.IsComplete)
        {
            returns.AddRange(training.Update().Finished.Select(ride => ride.Return));
        }

        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed={seed} steps={training.Steps} seconds={seconds:0.000} steps/s={training.Steps / seconds:0} last100={returns.TakeLast(100).Average():0.0}"));
    }
}
