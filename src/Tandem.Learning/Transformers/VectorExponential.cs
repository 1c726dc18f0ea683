using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tandem.Learning.Transformers;

/// <summary>eˣ of sixteen numbers at a time, to three units in the last place; zero below −87.3, where float32 ends. For x ≤ 88.</summary>
internal static class VectorExponential
{
    private const float Least = -87.3f;

    /// <summary>
    /// x = n ln 2 + r with |r| ≤ ln 2 / 2; eˣ = 2ⁿ eʳ, with eʳ by its Taylor polynomial of degree 6, whose remainder there
    /// is below 2⁻²². ln 2 comes in two parts, so that r keeps its digits (Cody and Waite 1980).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x)
    {
        var n = Vector512.Round(x * 1.44269504f);
        var r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-0.693359375f), x);
        r = Vector512.MultiplyAddEstimate(n, Vector512.Create(2.12194440e-4f), r);
        var p = Vector512.MultiplyAddEstimate(r, Vector512.Create(1f / 720), Vector512.Create(1f / 120));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1f / 24));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(1f / 6));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512.Create(0.5f));
        p = Vector512.MultiplyAddEstimate(p, r, Vector512<float>.One);
        p = Vector512.MultiplyAddEstimate(p, r, Vector512<float>.One);
        var power = (Vector512.ConvertToInt32(n) + Vector512.Create(127)) << 23;
        return Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512.Create(Least)), p * power.AsSingle(), Vector512<float>.Zero);
    }
}
