using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tandem.Inference;

/// <summary>
/// tanh of sixteen numbers at once, within five units in the last place: a rational function of degree 13 over 6, whose
/// coefficients are those of Eigen's ptanh, cut off where it reaches ±1.
/// </summary>
internal static class HyperbolicTangent
{
    private const float Greatest = 7.998811721801758f;

    /// <summary>tanh x; not a number where x is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Of(Vector512<float> x)
    {
        x = Vector512.MinNative(Vector512.Create(Greatest), Vector512.MaxNative(Vector512.Create(-Greatest), x));
        var square = x * x;
        var above = Vector512.FusedMultiplyAdd(Vector512.Create(-2.76076847742355e-16f), square, Vector512.Create(2.00018790482477e-13f));
        above = Vector512.FusedMultiplyAdd(above, square, Vector512.Create(-8.60467152213735e-11f));
        above = Vector512.FusedMultiplyAdd(above, square, Vector512.Create(5.12229709037114e-08f));
        above = Vector512.FusedMultiplyAdd(above, square, Vector512.Create(1.48572235717979e-05f));
        above = Vector512.FusedMultiplyAdd(above, square, Vector512.Create(6.37261928875436e-04f));
        above = Vector512.FusedMultiplyAdd(above, square, Vector512.Create(4.89352455891786e-03f));
        var below = Vector512.FusedMultiplyAdd(Vector512.Create(1.19825839466702e-06f), square, Vector512.Create(1.18534705686654e-04f));
        below = Vector512.FusedMultiplyAdd(below, square, Vector512.Create(2.26843463243900e-03f));
        below = Vector512.FusedMultiplyAdd(below, square, Vector512.Create(4.89352518554385e-03f));
        return x * above / below;
    }
}
