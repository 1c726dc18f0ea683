using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Tandem.Environments;
using Tandem.Learning.Reinforcement;

namespace Tandem.Benchmarks;

/// <summary>
/// PPO on CartPole with CleanRL's settings against the same algorithm in PyTorch, in turn, a fresh process each time: the seconds
/// from the first line of the training to its last, compilation at run time included, loading of the runtime or of PyTorch not.
/// </summary>
internal static partial class PpoSpeed
{
    private const int Pairs = 5;
    private const string World = "CartPole-v1";

    public static int Run()
    {
        var ratios = new List<double>();
        Console.WriteLine("seed  Tandem steps/s  PyTorch steps/s  ratio");
        for (var seed = 0; seed < Pairs; seed++)
        {
            var own = Rate(Peer.Own("ppo-once", $"{seed}"));
            if (Peer.Python("pytorch_ppo_cartpole.py", $"{seed}") is not { } printed)
            {
                return Peer.Missing();
            }

            var other = Rate(printed);
            ratios.Add(own / other);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seed,4}  {own,14:0}  {other,15:0}  {own / other,5:0.0}"));
        }

        ratios.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: median {ratios[Pairs / 2]:0.0}, least {ratios[0]:0.0}, greatest {ratios[^1]:0.0}"));
        return 0;
    }

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

    private static double Rate(string output) => double.Parse(PrintedRate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\bsteps/s=([0-9]+)")]
    private static partial Regex PrintedRate();
}
