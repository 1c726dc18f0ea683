using Tandem.Cli.Plots;

namespace Tandem.Cli.Tests.Plots;

public sealed class SeedCurvesTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(10, 1)]
    [InlineData(15, 2)]
    [InlineData(20, 3)]
    [InlineData(99, 3)]
    public void Between_points_a_curve_is_straight_and_beyond_its_ends_level(double place, double expected) =>
        Assert.Equal(expected, SeedCurves.At([(10, 1), (20, 3)], place));

    [Fact]
    public void Seeds_whose_evaluations_came_at_other_steps_are_averaged_where_any_was()
    {
        var curves = new SeedCurves([[(0, 0), (20, 20)], [(10, 0), (20, 0)], []]);

        Assert.Equal([0, 5, 10], curves.Mean);
        Assert.Equal((false, 20), (curves.IsEmpty, curves.End));
    }

    [Fact]
    public void The_figure_shows_every_seed_their_mean_and_the_middle_half_with_its_band()
    {
        var figure = new SeedCurves([[(0, 0), (20, 20)], [(0, 10), (20, 40)], [(0, 20), (20, 60)]]).Draw("ppo, CartPole-v1, 3 seeds", "steps");

        Assert.Equal(["middle half", "mean", "each seed", "each seed", "each seed"], figure.Lines.Select(line => line.Name));
        var band = Assert.Single(figure.Bands);
        Assert.Equal([(0.0, 0.0, 20.0), (20.0, 20.0, 60.0)], band.Points);
        Assert.Equal([(0.0, 10.0), (20.0, 40.0)], figure.Lines[0].Points);
    }

    [Fact]
    public void One_point_is_no_curve() => Assert.True(new SeedCurves([[(5, 1)], [(5, 2)]]).IsEmpty);
}
