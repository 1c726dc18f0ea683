using System.Numerics;

namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>The roots of a polynomial of degree four with real coefficients.</summary>
internal static class Quartic
{
    private const int MostIterations = 100;

    /// <summary>Below this share of its magnitude an imaginary part is rounding: twice a real root is found to √ε only.</summary>
    private const double Rounding = 1e-7;

    /// <summary>
    /// All roots at once (Aberth 1973, starting on a circle of Fujiwara's bound), then each polished by Newton's steps; real ones
    /// exactly real, complex ones exactly in pairs.
    /// </summary>
    /// <param name="coefficients">Five, that of s⁰ first; the last not 0.</param>
    public static Complex[] Roots(ReadOnlySpan<double> coefficients)
    {
        var roots = Start(coefficients);
        for (var iteration = 0; iteration < MostIterations; iteration++)
        {
            var moved = 0.0;
            for (var i = 0; i < roots.Length; i++)
            {
                var step = AberthStep(coefficients, roots, i);
                roots[i] -= step;
                moved = Math.Max(moved, step.Magnitude / (roots[i].Magnitude + double.Epsilon));
            }

            if (moved < 1e-15)
                break;
        }

        return Paired(coefficients, roots);
    }

    private static Complex[] Start(ReadOnlySpan<double> coefficients)
    {
        var bound = 0.0;
        for (var n = 1; n <= 4; n++)
            bound = Math.Max(bound, 2 * Math.Pow(Math.Abs(coefficients[4 - n] / coefficients[4]), 1.0 / n));
        // The angle of 0.4 keeps the start off every axis of symmetry.
        return [.. Enumerable.Range(0, 4).Select(i => Complex.FromPolarCoordinates(bound / 2, (Math.PI / 2 * i) + 0.4))];
    }

    private static Complex AberthStep(ReadOnlySpan<double> coefficients, Complex[] roots, int i)
    {
        var newton = NewtonStep(coefficients, roots[i]);
        var repulsion = Complex.Zero;
        for (var j = 0; j < roots.Length; j++)
            repulsion += j == i || roots[i] == roots[j] ? Complex.Zero : 1 / (roots[i] - roots[j]);
        return newton / (1 - (newton * repulsion));
    }

    private static Complex NewtonStep(ReadOnlySpan<double> coefficients, Complex at)
    {
        var (value, slope) = (new Complex(coefficients[4], 0), Complex.Zero);
        for (var n = 3; n >= 0; n--)
        {
            slope = (slope * at) + value;
            value = (value * at) + coefficients[n];
        }

        return slope == Complex.Zero || value == Complex.Zero ? Complex.Zero : value / slope;
    }

    /// <summary>Roots with an imaginary part come in pairs, of which the upper one is kept and mirrored; the others are real.</summary>
    private static Complex[] Paired(ReadOnlySpan<double> coefficients, Complex[] roots)
    {
        Array.Sort(roots, (one, other) => Math.Abs(one.Imaginary).CompareTo(Math.Abs(other.Imaginary)));
        var upper = Array.FindAll(roots, root => root.Imaginary > Rounding * root.Magnitude);
        var found = new List<Complex>(4);
        foreach (var root in upper)
        {
            var polished = Polished(coefficients, root);
            found.AddRange([polished, Complex.Conjugate(polished)]);
        }

        foreach (var root in roots.AsSpan(0, 4 - found.Count))
            found.Add(Polished(coefficients, root.Real));
        return [.. found];
    }

    private static Complex Polished(ReadOnlySpan<double> coefficients, Complex root)
    {
        for (var i = 0; i < 2; i++)
        {
            var step = NewtonStep(coefficients, root);
            // At a double root Newton's step is a quotient of two roundings: what was found stays.
            if (step.Magnitude < 1e-6 * root.Magnitude)
                root -= step;
        }

        return root;
    }
}
