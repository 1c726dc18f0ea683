using System.Numerics;

namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>The four eigenvalues of a bicycle at one speed, 1/s, named as their motions are.</summary>
/// <remarks>
/// Where two pairs are complex, the weave is the one that grows faster and the other is split between castering and capsize;
/// where all four are real, the weave is the two largest.
/// </remarks>
/// <param name="Castering">The front wheel swinging into line: the most negative real eigenvalue.</param>
/// <param name="Capsize">A slow fall into a turn: the other real eigenvalue.</param>
/// <param name="Weave">The weave's eigenvalue with the positive frequency, or the smaller of two real ones.</param>
/// <param name="WeaveConjugate">Its conjugate, or the larger of two real ones.</param>
public sealed record Eigenmodes(Complex Castering, Complex Capsize, Complex Weave, Complex WeaveConjugate)
{
    /// <summary>The largest real part: the bicycle rides by itself where it is negative.</summary>
    public double Growth => Math.Max(Math.Max(Castering.Real, Capsize.Real), Math.Max(Weave.Real, WeaveConjugate.Real));

    /// <summary>The modes with a characteristic polynomial, coefficient of s⁰ first.</summary>
    internal static Eigenmodes Of(double[] polynomial)
    {
        var roots = Quartic.Roots(polynomial);
        var real = roots.Where(root => root.Imaginary == 0).OrderBy(root => root.Real).ToArray();
        var pairs = roots.Where(root => root.Imaginary > 0).OrderBy(root => root.Real).ToArray();
        return (real, pairs) switch
        {
            ([var first, var second], [var weave]) => new(first, second, weave, Complex.Conjugate(weave)),
            ([var first, var second, var third, var fourth], _) => new(first, second, third, fourth),
            _ => new(Complex.Conjugate(pairs[0]), pairs[0], pairs[1], Complex.Conjugate(pairs[1])),
        };
    }
}
