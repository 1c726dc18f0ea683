using System.Runtime.Intrinsics;

namespace Tandem.Inference.Tests.Perceptrons;

public sealed class HyperbolicTangentTests
{
    [Fact]
    public void It_is_within_five_units_in_the_last_place_everywhere()
    {
        var worst = 0.0;
        for (var exponent = -30.0; exponent < 5; exponent += 0.0005)
        {
            var x = (float)Math.Pow(2, exponent);
            var exact = Math.Tanh(x);
            var off = Math.Abs(Of(x) - exact);
            worst = Math.Max(worst, off / (MathF.BitIncrement((float)exact) - (double)(float)exact));
            Assert.Equal(Of(x), -Of(-x));
        }

        Assert.InRange(worst, 0.3, 5);
    }

    [Fact]
    public void Its_ends_are_one_and_what_is_no_number_stays_none()
    {
        Assert.Equal(1, Of(100));
        Assert.Equal(-1, Of(float.NegativeInfinity));
        Assert.Equal(0, Of(0));
        Assert.True(float.IsNaN(Of(float.NaN)));
    }

    private static float Of(float x) => HyperbolicTangent.Of(Vector512.Create(x)).ToScalar();
}
