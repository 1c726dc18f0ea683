namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>The speeds at which a bicycle begins and ceases to ride by itself; null where it has none.</summary>
/// <param name="Weave">Above it the weave, an oscillation of lean and steer, dies out; m/s.</param>
/// <param name="Capsize">Above it the capsize, a slow fall into a turn, grows; m/s.</param>
/// <param name="IsSelfStable">Whether the bicycle rides by itself above the weave speed and below a capsize speed beyond it.</param>
public sealed record CriticalSpeeds(double? Weave, double? Capsize, bool IsSelfStable)
{
    /// <summary>How far above the weave speed a bicycle is looked at that has no capsize speed beyond it, m/s.</summary>
    private const double Beyond = 0.1;

    /// <summary>
    /// Both from the characteristic polynomial Σ aₙ sⁿ, whose coefficients are polynomials of v: capsize is where a₀ = 0,
    /// linear in v² because K₂ has no first column; weave where a pair lies on the imaginary axis, Hurwitz's
    /// a₁ a₂ a₃ = a₁² a₄ + a₃² a₀, quadratic in v².
    /// </summary>
    internal static CriticalSpeeds Of(WhippleModel bicycle)
    {
        var (weave, capsize) = (WeaveOf(bicycle), CapsizeOf(bicycle));
        return new(weave, capsize, weave is { } from && bicycle.EigenmodesAt(capsize > from ? (from + capsize.Value) / 2 : from + Beyond).Growth < 0);
    }

    private static double? CapsizeOf(WhippleModel bicycle)
    {
        var atRest = bicycle.Parameters.Gravity * bicycle.GravityStiffness;
        var square = -atRest.Determinant / Matrix2.MixedDeterminant(atRest, bicycle.SpeedStiffness);
        // Where a₀ is negative at rest, the capsize grows there and ceases to grow at this speed.
        return atRest.Determinant > 0 && square > 0 && double.IsFinite(square) ? Math.Sqrt(square) : null;
    }

    private static double? WeaveOf(WhippleModel bicycle)
    {
        var (m, c, k) = (bicycle.Mass, bicycle.Damping, bicycle.Parameters.Gravity * bicycle.GravityStiffness);
        var k2 = bicycle.SpeedStiffness;
        var (a00, a02) = (k.Determinant, Matrix2.MixedDeterminant(k, k2));
        var (a11, a13) = (Matrix2.MixedDeterminant(c, k), Matrix2.MixedDeterminant(c, k2));
        var (a20, a22) = (Matrix2.MixedDeterminant(m, k), c.Determinant + Matrix2.MixedDeterminant(m, k2));
        var (a31, a4) = (Matrix2.MixedDeterminant(m, c), m.Determinant);
        // (a₁/v)(a₂)(a₃/v) − (a₁/v)² a₄ − (a₃/v)² a₀ as p + q v² + r v⁴.
        var p = (a31 * a11 * a20) - (a4 * a11 * a11) - (a31 * a31 * a00);
        var q = (a31 * ((a11 * a22) + (a13 * a20))) - (2 * a4 * a11 * a13) - (a31 * a31 * a02);
        var r = (a31 * a13 * a22) - (a4 * a13 * a13);
        var weave = QuadraticRoots(p, q, r)
            .Where(square => square > 0 && (a11 + (a13 * square)) / a31 > 0 && q + (2 * r * square) > 0)
            .Select(square => (double?)square)
            .Max();
        return weave is { } found ? Math.Sqrt(found) : null;
    }

    /// <summary>The real roots of p + q x + r x², without the cancellation of the school formula.</summary>
    private static double[] QuadraticRoots(double p, double q, double r)
    {
        var discriminant = (q * q) - (4 * p * r);
        var half = -(q + Math.CopySign(Math.Sqrt(discriminant), q)) / 2;
        return discriminant < 0 ? [] : [half / r, p / half];
    }
}
