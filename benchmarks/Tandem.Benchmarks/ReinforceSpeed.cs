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
        var peer = Path.Combine(RepositoryRoot(), "benchmarks", "peers", "pytorch_reinforce_grid.py");
        var ratios = new List<double>();
        Console.WriteLine("seed  Tandem s  PyTorch s  ratio");
        for (var seed = 0; seed < Pairs; seed++)
        {
            var own = Seconds(System.Environment.ProcessPath!, ["reinforce-once", $"{seed}"]);
            if (TrySeconds("/usr/bin/python3", [peer, $"{seed}"]) is not { } other)
            {
                Console.Error.WriteLine("PyTorch is not here: install it (Debian: apt-get install python3-torch python3-numpy)");
                return 1;
            }

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

    private static double Seconds(string program, string[] arguments) =>
        TrySeconds(program, arguments) ?? throw new InvalidOperationException($"{program} printed no seconds");

    private static double? TrySeconds(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var match = PrintedSeconds().Match(process.StandardOutput.ReadToEnd());
        return match.Success ? double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : null;
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Tandem.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("run this benchmark from a checkout of the repository");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"\bseconds=([0-9.]+)")]
    private static partial Regex PrintedSeconds();
}
