using System.Numerics;
using CsCheck;
using Tandem.Environments.Bicycle.Whipple;

namespace Tandem.Environments.Tests.Bicycle.Whipple;

public sealed class QuarticTests
{
    [Fact]
    public void Whole_numbers_come_out() =>
        Assert.Equal([-3, -1, 2, 4], Quartic.Roots([24, 14, -13, -2, 1]).Select(root => Math.Round(root.Real, 12)).Order());

    [Fact]
    public void A_double_root_comes_out_twice()
    {
        // (s − 1)² (s + 2)(s + 3)
        var roots = Quartic.Roots([6, -7, -3, 3, 1]);

        Assert.Equal(4, roots.Length);
        Assert.Equal(2, roots.Count(root => Complex.Abs(root - 1) < 1e-7));
    }

    [Fact]
    public void A_root_of_zero_comes_out()
    {
        // s (s + 1)(s² + 4)
        var roots = Quartic.Roots([0, 4, 4, 1, 1]);

        Assert.Contains(roots, root => Complex.Abs(root) < 1e-15);
        Assert.Contains(roots, root => Complex.Abs(root - new Complex(0, 2)) < 1e-14);
    }

    [Fact]
    public void Roots_that_were_multiplied_out_are_found_again() =>
        Gen.Select(Gen.Double[-30, -12], Gen.Double[-4, 4], Gen.Double[-9, 9], Gen.Double[0.5, 12]).Sample((one, other, real, imaginary) =>
        {
            var (b, c) = (-(one + other), one * other);
            var (d, e) = (-2 * real, (real * real) + (imaginary * imaginary));
            var roots = Quartic.Roots([c * e, (b * e) + (c * d), e + (b * d) + c, b + d, 1]);

            Assert.Equal(4, roots.Length);
            foreach (var expected in new[] { new Complex(one, 0), new(other, 0), new(real, imaginary), new(real, -imaginary) })
                Assert.InRange(roots.Min(root => Complex.Abs(root - expected)), 0, 1e-9);
            Assert.Equal(2, roots.Count(root => root.Imaginary == 0));
        });
}
