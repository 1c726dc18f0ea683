using Tandem.Cli.Terminal;

namespace Tandem.Cli.Tests.Terminal;

public sealed class RidePaceTests
{
    [Fact]
    public void A_short_ride_is_shown_step_by_step() => Assert.Equal(new RidePace(1, TimeSpan.FromMilliseconds(250)), RidePace.Of(4));

    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    [InlineData(36_000)]
    [InlineData(1_000_000)]
    public void A_long_ride_plays_in_20_seconds(int steps)
    {
        var pace = RidePace.Of(steps);

        Assert.InRange(pace.Moments(steps).Count() * pace.Pause.TotalSeconds, 15, 21);
    }

    [Fact]
    public void What_is_asked_for_is_done() => Assert.Equal(new RidePace(3, TimeSpan.FromMilliseconds(7)), RidePace.Of(36_000, 3, 7));

    [Theory]
    [InlineData(0, 1, "0")]
    [InlineData(4, 1, "0 1 2 3 4")]
    [InlineData(4, 2, "0 2 4")]
    [InlineData(4, 3, "0 3 4")]
    [InlineData(4, 9, "0 4")]
    public void The_first_and_the_last_moment_are_always_shown(int steps, int stride, string moments) =>
        Assert.Equal(moments, string.Join(' ', new RidePace(stride, TimeSpan.Zero).Moments(steps)));
}
