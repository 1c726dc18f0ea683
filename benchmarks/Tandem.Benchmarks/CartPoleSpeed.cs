using System.Globalization;
using System.Text.RegularExpressions;
using Tandem.Environments;

namespace Tandem.Benchmarks;

/// <summary>CartPole beside the same world vectorised in NumPy: 1,024 worlds, the same contract, in turn, a fresh process each time.</summary>
internal static partial class CartPoleSpeed
{
    private const int Worlds = 1024;
    private const int Repeats = 9;
    private const int Pairs = 7;

    public static int Run()
    {
        var ratios = new List<double>();
        Console.WriteLine("pair  Tandem million/s  NumPy million/s  ratio");
        for (var pair = 1; pair <= Pairs; pair++)
        {
            var own = MillionsASecond(Peer.Own("cartpole-once"));
            if (Peer.Python("numpy_cartpole.py") is not { } printed)
            {
                Console.Error.WriteLine("NumPy is not here: install it (Debian: apt-get install python3-numpy)");
                return 1;
            }

            var other = MillionsASecond(printed);
            ratios.Add(own / other);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{pair,4}  {own,16:0.0}  {other,15:0.0}  {own / other,5:0.0}"));
        }

        ratios.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: median {ratios[Pairs / 2]:0.0}, least {ratios[0]:0.0}, greatest {ratios[^1]:0.0}"));
        return 0;
    }

    /// <summary>One measurement in this process; prints its steps a second.</summary>
    public static void Once()
    {
        var millions = SteppingBenchmark.MillionsASecond(EnvironmentCatalog.BuiltIn["CartPole-v1"].CreateVector(Worlds), Repeats);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"worlds={Worlds} steps/s={1e6 * millions:0}"));
    }

    private static double MillionsASecond(string output) =>
        double.Parse(PrintedRate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture) / 1e6;

    [GeneratedRegex(@"\bsteps/s=([0-9]+)")]
    private static partial Regex PrintedRate();
}
