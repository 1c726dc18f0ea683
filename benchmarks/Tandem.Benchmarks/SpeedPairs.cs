using System.Globalization;
using System.Text.RegularExpressions;

namespace Tandem.Benchmarks;

/// <summary>One training here and in PyTorch, in turn, a fresh process each time; each prints a figure by its name, <c>name=number</c>.</summary>
/// <param name="Own">The name of this program's training in a process of its own.</param>
/// <param name="Peer">The program of benchmarks/peers.</param>
/// <param name="Figure">The name of the figure.</param>
/// <param name="MoreIsFaster">Whether it is a rate, rather than a time.</param>
internal sealed record SpeedPairs(string Own, string Peer, string Figure, bool MoreIsFaster)
{
    /// <summary>Runs a pair for each seed from 0 on and prints the ratios.</summary>
    /// <returns>The exit code.</returns>
    public int Run(int pairs)
    {
        var ratios = new List<double>();
        Console.WriteLine($"seed  Tandem {Figure}  PyTorch {Figure}  ratio");
        for (var seed = 0; seed < pairs; seed++)
        {
            var own = Read(Benchmarks.Peer.Own(Own, $"{seed}"));
            if (Benchmarks.Peer.Python(Peer, $"{seed}") is not { } printed)
            {
                return Benchmarks.Peer.Missing();
            }

            var other = Read(printed);
            ratios.Add(MoreIsFaster ? own / other : other / own);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seed,4}  {own,14:G4}  {other,15:G4}  {ratios[^1],5:0.0}"));
        }

        ratios.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio: median {ratios[pairs / 2]:0.0}, least {ratios[0]:0.0}, greatest {ratios[^1]:0.0}"));
        return 0;
    }

    private double Read(string output) =>
        double.Parse(Regex.Match(output, $@"\b{Regex.Escape(Figure)}=([0-9.]+)").Groups[1].Value, CultureInfo.InvariantCulture);
}
