using System.Text.RegularExpressions;
using Tandem.Environments.Bicycle;

namespace Tandem.Environments.Tests.Bicycle;

public sealed class BicycleRendererTests
{
    private static readonly BicycleRideOptions Options = new() { GoalMetres = 30, RadiusMetres = 2 };
    private static readonly DrawingStyle Plain = new() { Color = false, Unicode = false };

    [Fact]
    public void Every_frame_has_as_many_lines_and_none_is_too_long()
    {
        var ride = Recorded(new LinearBicycleRider(Options.Bicycle));

        foreach (var style in (DrawingStyle[])[Plain, Plain with { Unicode = true }, Plain with { Columns = 40, Lines = 10 }, Plain with { Columns = 200, Lines = 60 }])
        {
            var frames = Enumerable.Range(0, ride.Moments.Count).Where(moment => moment % 100 == 0).Select(moment => Renderer.Draw(ride, moment, style)).ToArray();
            Assert.Single(frames.Select(frame => frame.Count).Distinct());
            Assert.All(frames, frame => Assert.All(frame.SkipLast(1), line => Assert.True(line.Length <= style.Columns)));
            Assert.InRange(frames[0].Count, 1, style.Lines);
        }
    }

    [Fact]
    public void The_last_frame_says_how_the_ride_ended()
    {
        var (arrived, fallen) = (Recorded(new LinearBicycleRider(Options.Bicycle)), Recorded(new RandomPolicy(new Discrete(9), 3)));

        Assert.EndsWith("arrived", Renderer.Draw(arrived, arrived.Moments.Count - 1, Plain)[^1]);
        Assert.EndsWith("fallen", Renderer.Draw(fallen, fallen.Moments.Count - 1, Plain)[^1]);
        Assert.Equal("    0.00 s  lean  0.0        steer  0.0        goal    30 m  return 0", Renderer.Draw(arrived, 0, Plain)[^1]);
    }

    [Fact]
    public void A_bicycle_that_leans_to_the_left_is_drawn_to_the_left()
    {
        double MeanColumn(double lean)
        {
            var state = RandlovState.AtRest(0) with { Lean = lean };
            var ride = new RecordedRide([new RideMoment { Step = 0, Observation = [], State = state }]);
            var marks = Renderer.Draw(ride, 0, Plain).Skip(1).SkipLast(2).SelectMany(line => line[..26].Select((mark, column) => (mark, column))).Where(cell => cell.mark != ' ');
            return marks.Average(cell => cell.column);
        }

        Assert.True(MeanColumn(0.2) < MeanColumn(0) - 1);
        Assert.True(MeanColumn(-0.2) > MeanColumn(0) + 1);
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(-0.7)]
    public void A_bicycle_that_leans_far_is_drawn_smaller_and_wholly(double lean)
    {
        var ride = new RecordedRide([new RideMoment { Step = 0, Observation = [], State = RandlovState.AtRest(0) with { Lean = lean } }]);

        var behind = Renderer.Draw(ride, 0, Plain).Skip(1).SkipLast(2).Select(line => line[1..27]).ToArray();
        var columns = behind.SelectMany(line => line.Select((mark, column) => (mark, column))).Where(cell => cell.mark != ' ').Select(cell => cell.column).ToArray();

        Assert.Equal(lean > 0, columns.Average() < 13);
        Assert.InRange(columns.Min(), 1, 24);
        Assert.InRange(columns.Max(), 1, 24);
    }

    [Fact]
    public void Without_colour_there_is_no_escape_and_with_it_the_text_is_the_same()
    {
        var ride = Recorded(new LinearBicycleRider(Options.Bicycle));
        var (plain, colored) = (Renderer.Draw(ride, 300, new DrawingStyle { Color = false }), Renderer.Draw(ride, 300, new DrawingStyle()));

        Assert.DoesNotContain('\e', string.Concat(plain));
        Assert.Contains("\e[", string.Concat(colored));
        Assert.Equal(plain, colored.Select(line => Regex.Replace(line, "\e\\[[0-9;]*m", "")));
    }

    [Fact]
    public void Without_unicode_every_character_is_ASCII() =>
        Assert.All(Renderer.Draw(Recorded(new LinearBicycleRider(Options.Bicycle)), 300, Plain), line => Assert.All(line, c => Assert.True(char.IsAscii(c))));

    [Fact]
    public void A_ride_without_a_pose_is_refused()
    {
        var ride = RecordedRide.Record(new DriftObject(), new RandomPolicy(new Drift().Actions, 0), 5, seed: 0);
        var message = "the ride was not on a bicycle that tells its pose: give a ride in a world whose state is an IBicycleState";

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Renderer.Draw(ride, 0, Plain)).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => RideSvg.Write(TextWriter.Null, ride)).Message);
    }

    private static IRideRenderer Renderer => EnvironmentCatalog.BuiltIn["BicycleRide-v0"].CreateRenderer(Options)!;

    private static RecordedRide Recorded(IPolicy rider) =>
        RecordedRide.Record(EnvironmentCatalog.BuiltIn["BicycleRide-v0"].Create(Options), rider, stepLimit: 5_000, seed: 1);
}
