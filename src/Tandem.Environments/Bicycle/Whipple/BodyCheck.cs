using System.Globalization;

namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>What the numbers of a body must keep to.</summary>
internal static class BodyCheck
{
    /// <summary>How far rounded numbers may miss an inequality that the exact ones meet, relative to their size.</summary>
    private const double Rounding = 1e-9;

    private const double LongestMetres = 10;
    private const double LargestMoment = 1e6;

    /// <summary>A distance between two points of the bicycle, either way.</summary>
    public static double Offset(double value, string name) => Between(value, -LongestMetres, LongestMetres, name, "m");

    public static double Length(double value, double shortest, string name) => Between(value, shortest, LongestMetres, name, "m");

    public static double Mass(double value) => Between(value, 1e-3, 1e4, "mass", "kg");

    public static double Moment(double value, string name) => Between(value, 1e-8, LargestMoment, $"moment of inertia {name}", "kg m²");

    public static double Product(double value, string name) => Between(value, -LargestMoment, LargestMoment, $"product of inertia {name}", "kg m²");

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

    /// <summary>Six decimals, or an exponent where those would be none or too many digits.</summary>
    public static string Text(double value) =>
        value.ToString(value == 0 || Math.Abs(value) is >= 1e-4 and < 1e9 ? "0.######" : "0.######E+0", CultureInfo.InvariantCulture);

    private static string List(double[] moments) => string.Join(", ", moments.Select(Text));
}
