using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tandem.Inference.Transformers;

/// <summary>
/// eˣ of sixteen numbers at once, within two units in the last place: x = n ln 2 + r with n whole, a polynomial of degree
/// seven in r (Moshier's Cephes, expf), and n added to the exponent.
/// </summary>
internal static class Exponential
{
    private const float Log2E = 1.44269504f;
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;
    private const float Least = -87.33654f;       // below it, the least normal number is close enough to zero
    private const float Greatest = 88.02969f;     // above it, 2ⁿ has no exponent of its own
    private const float Rounder = 12_582_912;     // 1.5 · 2²³: added, it leaves n in the lowest bits
    private const int MantissaBits = 23;

    /// <summary>eˣ; what lies beyond −87.3 and 88.0 is taken as these.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x)
    {
        x = Vector512.MinNative(Vector512.Create(Greatest), Vector512.MaxNative(Vector512.Create(Least), x));
        var shifted = Vector512.MultiplyAddEstimate(x, Vector512.Create(Log2E), Vector512.Create(Rounder));
        var n = shifted - Vector512.Create(Rounder);
        var r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-Ln2High), x);
        r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-Ln2Low), r);
        var p = Vector512.MultiplyAddEstimate(Vector512.Create(1.9875691500e-4f), r, Vector512.Create(1.3981999507e-3f));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(8.3334519073e-3f));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(4.1665795894e-2f));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1.6666665459e-1f));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(5.0000001201e-1f));
        p = Vector512.MultiplyAddEstimate(p, r * r, r + Vector512<float>.One);
        return (p.AsInt32() + Vector512.ShiftLeft(shifted.AsInt32(), MantissaBits)).AsSingle();
    }
}
