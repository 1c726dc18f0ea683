using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Tandem.Environments;
using Tandem.Learning.Reinforcement;

namespace Tandem.Benchmarks;

/// <summary>
/// REINFORCE on the 5 × 5 grid against the same algorithm in PyTorch, in turn, a fresh process each time: the seconds from
/// the first line of the training to its last, compilation at run time included, loading of the runtime or of PyTorch not.
/// </summary>
internal static partial class ReinforceSpeed
{
    private const int Pairs = 7;

    public static int Run()
    {
        var ratios = new List<double>();
        Console.WriteLine("seed  Tandem s  PyTorch s  ratio");
        for (var seed = 0; seed < Pairs; seed++)
        {
            var own = Seconds(Peer.Own("reinforce-once", $"{seed}"));
            if (Peer.Python("pytorch_reinforce_grid.py", $"{seed}") is not { } printed)
            {
                return Peer.Missing();
            }

            var other = Seconds(printed);
            ratios.Add(other / own);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seed,4}  {own,8:0.0000}  {other,9:0.00}  {other / own,5:0.0}"));
        }

        ratios.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: median {ratios[Pairs / 2]:0.0}, least {ratios[0]:0.0}, greatest {ratios[^1]:0.0}"));
        return 0;
    }

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

    private static double Seconds(string output) =>
        double.Parse(PrintedSeconds().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\bseconds=([0-9.]+)")]
    private static partial Regex PrintedSeconds();
}
