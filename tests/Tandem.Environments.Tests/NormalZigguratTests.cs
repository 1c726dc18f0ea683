namespace Tandem.Environments.Tests;

public sealed class NormalZigguratTests
{
    private const int Draws = 1_000_000;

    private static readonly double[] Drawn = Draw();

    [Fact]
    public void Its_moments_are_those_of_the_normal_distribution()
    {
        // Four standard errors: the nth moment's variance is that of x^n.
        Assert.InRange(Drawn.Average(), -0.004, 0.004);
        Assert.Equal(1, Drawn.Average(x => x * x), 4 * Math.Sqrt(2.0 / Draws));
        Assert.InRange(Drawn.Average(x => x * x * x), -4 * Math.Sqrt(15.0 / Draws), 4 * Math.Sqrt(15.0 / Draws));
        Assert.Equal(3, Drawn.Average(x => x * x * x * x), 4 * Math.Sqrt(96.0 / Draws));
    }

    /// <summary>Tables of Φ, within layers, at their edges and in the tail beyond 3.654.</summary>
    [Theory]
    [InlineData(0.2, 0.5792597094391030)]
    [InlineData(1, 0.8413447460685429)]
    [InlineData(2, 0.9772498680518208)]
    [InlineData(3, 0.9986501019683699)]
    [InlineData(3.654, 0.99987090686679)]
    [InlineData(4, 0.9999683287581669)]
    public void As_many_lie_below_as_should(double bound, double expected)
    {
        var error = 4 * Math.Sqrt(expected * (1 - expected) / Draws);
        Assert.Equal(expected, Drawn.Count(x => x < bound) / (double)Draws, error);
        Assert.Equal(expected, Drawn.Count(x => x > -bound) / (double)Draws, error);
    }

    [Fact]
    public void Neighbours_do_not_know_each_other() =>
        Assert.InRange(Drawn.Zip(Drawn.Skip(1), (one, next) => one * next).Average(), -0.004, 0.004);

    private static double[] Draw()
    {
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var draws = new double[Draws];
        foreach (ref var draw in draws.AsSpan())
            draw = NormalZiggurat.Next(ref random);
        return draws;
    }
}
