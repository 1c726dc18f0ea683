using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Tandem.Environments.Tests.Bicycle.Whipple;

/// <summary>The numbers in <c>golden/whipple_eigenvalues.txt</c>.</summary>
internal static partial class GoldenEigenvalues
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "golden", "whipple_eigenvalues.txt"));

    /// <summary>The eigenvalues at each speed, by real part.</summary>
    public static IReadOnlyList<(double Speed, Complex[] Values)> BySpeed { get; } =
    [
        .. Lines.Where(line => line.StartsWith("v=", StringComparison.Ordinal)).Select(line =>
            (Number(line[2..line.IndexOf(' ', StringComparison.Ordinal)]), Quoted().Matches(line).Select(match => Value(match.Groups[1].Value)).ToArray())),
    ];

    /// <summary>The four entries of a matrix, row by row.</summary>
    public static double[] Matrix(string name) =>
        [.. Quoted().Matches(Lines.Single(line => line.StartsWith(name + " ", StringComparison.Ordinal))).Select(match => Number(match.Groups[1].Value))];

    /// <summary>Weave and capsize speed.</summary>
    public static (double Weave, double Capsize) CriticalSpeeds { get; } =
        Lines[^1].Split(' ') is ["weave", var weave, "capsize", var capsize] ? (Number(weave), Number(capsize)) : throw new InvalidDataException(Lines[^1]);

    private static Complex Value(string text)
    {
        var parts = text.Split(' ');
        return new Complex(Number(parts[0]), parts.Length > 1 ? Number(parts[1]) : 0);
    }

    private static double Number(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();
}
