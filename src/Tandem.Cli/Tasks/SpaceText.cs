using System.Globalization;
using Tandem.Environments;

namespace Tandem.Cli.Tasks;

/// <summary>A space as it is printed: <c>Discrete(5)</c>, <c>MultiDiscrete(2, 3)</c>, <c>Box(4)</c>; with bounds <c>Box(4, -1, 1)</c>.</summary>
internal static class SpaceText
{
    private const string Allowed = "give Discrete(5), MultiDiscrete(2,3), Box(4), or Box(4,-1,1) with the lower and the upper bound";

    /// <exception cref="ArgumentException">The text is no space.</exception>
    public static Space Parse(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0 || !text.EndsWith(')'))
        {
            throw Wrong(text);
        }

        double[] numbers = [.. text[(open + 1)..^1].Split(',').Select(number => double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : throw Wrong(text))];
        return (text[..open].Trim().ToUpperInvariant(), numbers) switch
        {
            ("DISCRETE", [var count]) when IsCount(count) => new Discrete((int)count),
            ("MULTIDISCRETE", [_, ..]) when numbers.All(IsCount) => new MultiDiscrete([.. numbers.Select(count => (int)count)]),
            ("BOX", [var width]) when IsCount(width) => Box.Unbounded((int)width),
            ("BOX", [var width, var low, var high]) when IsCount(width) && low <= high => Between((int)width, (float)low, (float)high),
            _ => throw Wrong(text),
        };
    }

    private static bool IsCount(double number) => number is >= 1 and <= 1_000_000 && double.IsInteger(number);

    private static Box Between(int width, float low, float high) =>
        new([.. Enumerable.Repeat(low, width)], [.. Enumerable.Repeat(high, width)]);

    private static ArgumentException Wrong(string text) => new($"'{text}' is no space: {Allowed}");
}
