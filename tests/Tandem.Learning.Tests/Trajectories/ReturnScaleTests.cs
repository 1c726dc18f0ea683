using CsCheck;
using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

public sealed class ReturnScaleTests
{
    [Fact]
    public void Returns_one_apart_as_on_the_grid_are_divided_by_ten() =>
        Assert.Equal(10, ReturnScale.Choose([.. Enumerable.Range(-200, 298).Select(value => (double)value)]), 1e-9);

    [Fact]
    public void Returns_that_hardly_differ_keep_the_range_narrow() =>
        Assert.Equal(5_000.0 / 30, ReturnScale.Choose([.. Enumerable.Range(0, 5_001).Select(value => value * 0.999999 + (0.000001 * (value % 7)))]), 0.01);

    [Fact]
    public void The_few_returns_of_a_small_world_are_not_squeezed() =>
        Assert.Equal(20, ReturnScale.Choose(-15, 5, 1, -15));

    [Fact]
    public void One_return_becomes_one()
    {
        Assert.Equal(97, ReturnScale.Choose(97, 97, 97));
        Assert.Equal(200, ReturnScale.Choose(-200));
        Assert.Equal(1, ReturnScale.Choose(0, 0));
    }

    [Fact]
    public void Rounding_errors_are_no_gap() =>
        Assert.Equal(3, ReturnScale.Choose(0.1 + 0.2, 0.3, 3, 2.7), 1e-9);

    [Fact]
    public void Any_returns_are_scaled_into_the_range_or_kept_apart()
    {
        Gen.Double[-1e6, 1e6].Array[1, 50].Sample(returns =>
        {
            var scale = ReturnScale.Choose(returns);
            double[] scaled = [.. returns.Select(value => value / scale)];
            var span = Math.Max(scaled.Max(), 0) - Math.Min(scaled.Min(), 0);
            Assert.InRange(span, span == 0 ? 0 : 1 - 1e-9, ReturnScale.WidestRange + 1e-9);
            Assert.Equal(scale, ReturnScale.Choose([.. returns.Reverse()]));
            Assert.Equal(scale, ReturnScale.Choose([.. returns.Select(value => -value)]), scale * 1e-9);
        });
    }

    [Fact]
    public void Returns_that_are_missing_or_not_finite_are_refused()
    {
        Assert.Equal("no return scale follows from no returns: give at least 1", Assert.Throws<ArgumentException>(() => ReturnScale.Choose([])).Message);
        Assert.Equal("no return scale follows from a return of NaN: give finite ones", Assert.Throws<ArgumentException>(() => ReturnScale.Choose(1, double.NaN)).Message);
    }
}
