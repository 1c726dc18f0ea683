using System.Diagnostics;
using System.Globalization;
using Tandem.Environments;
using Tandem.Learning.Reinforcement;

namespace Tandem.Benchmarks;

/// <summary>
/// REINFORCE on the 5 × 5 grid against the same algorithm in PyTorch, in turn, a fresh process each time: the seconds from
/// the first line of the training to its last, compilation at run time included, loading of the runtime or of PyTorch not.
/// </summary>
internal static class ReinforceSpeed
{
    private const int Pairs = 7;

    public static int Run() => new SpeedPairs("reinforce-once", "pytorch_reinforce_grid.py", "seconds", MoreIsFaster: false).Run(Pairs);

    /// <summary>One training in this process; prints its seconds.</summary>
    public static void Once(ulong seed)
    {
        var begun = Stopwatch.GetTimestamp();
        using var training = new Reinforce(EnvironmentCatalog.BuiltIn["BicycleGrid-v0"].CreateVector(1), new ReinforceOptions { Seed = seed });
        while (!training.IsComplete)
        {
            training.Update();
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"seed={seed} steps={training.Steps} seconds={Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0000}"));
    }
}
