using System.Globalization;

namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>What the numbers of a body must keep to.</summary>
internal static class BodyCheck
{
    /// <summary>How far rounded numbers may miss an inequality that the exact ones meet, relative to their size.</summary>
    private const double Rounding = 1e-9;

    public static double Finite(double value, string name, string unit) => double.IsFinite(value) ? value
        : throw new ArgumentException($"{name} {Text(value)} {unit} is not a finite number: give one");

    public static double Positive(double value, string name, string unit) => Finite(value, name, unit) > 0 ? value
        : throw new ArgumentException($"{name} {Text(value)} {unit} is not positive: give more than 0");

    public static double Between(double value, double low, double high, string name, string unit) => value >= low && value <= high ? value
        : throw new ArgumentException($"{name} {Text(value)} {unit} is out of range: give {Text(low)} to {Text(high)}");

    /// <summary>Refuses principal moments of inertia that no distribution of mass has.</summary>
    public static void TriangleInequality(string body, double one, double other, double third)
    {
        double[] moments = [one, other, third];
        Array.Sort(moments);
        if (moments[0] <= 0)
            throw new ArgumentException($"the inertia of the {body} cannot be: its principal moments are {List(moments)} kg m²; lower the magnitude of Ixz until all are positive");
        if (moments[2] > (moments[0] + moments[1]) * (1 + Rounding))
            throw new ArgumentException($"the inertia of the {body} cannot be: of its principal moments {List(moments)} kg m² the largest exceeds the sum of the others; no distribution of mass has such");
    }

    public static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string List(double[] moments) => string.Join(", ", moments.Select(Text));
}
