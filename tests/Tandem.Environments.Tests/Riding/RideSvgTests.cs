using System.Globalization;
using System.Xml.Linq;
using Tandem.Environments.Bicycle;

namespace Tandem.Environments.Tests.Riding;

public sealed class RideSvgTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly BicycleRideOptions Options = new() { GoalMetres = 40, RadiusMetres = 2 };

    private static readonly RecordedRide Ride =
        RecordedRide.Record(EnvironmentCatalog.BuiltIn["BicycleRide-v0"].Create(Options), new LinearBicycleRider(Options.Bicycle), stepLimit: 5_000, seed: 1);

    [Fact]
    public void Every_animation_has_a_time_for_each_value_from_the_beginning_to_the_end()
    {
        var animations = Written(Ride).Descendants().Where(element => element.Name.LocalName.StartsWith("animate", StringComparison.Ordinal)).ToArray();

        Assert.Equal(7, animations.Length);
        Assert.All(animations, animation =>
        {
            var times = ((string)animation.Attribute("keyTimes")!).Split(';').Select(time => double.Parse(time, CultureInfo.InvariantCulture)).ToArray();
            Assert.Equal(times.Length, ((string)animation.Attribute("values")!).Split(';').Length);
            Assert.Equal((0, 1), (times[0], times[^1]));
            Assert.Equal(times.Order(), times);
        });
    }

    [Fact]
    public void The_lean_that_is_shown_is_the_ridden_one_turned_as_SVG_turns()
    {
        var leans = Turns(Written(Ride))[0];
        var ridden = Ride.Moments.Select(moment => -((BicycleRideState)moment.State!).Pose.LeanRadians * 180 / Math.PI).ToArray();

        Assert.Equal(0, leans[0]);
        Assert.Equal(ridden[^1], leans[^1], 0.005);
        Assert.InRange(leans.Max(), ridden.Max() - 0.5, ridden.Max() + 0.005);
    }

    [Theory]
    [InlineData(0.2, "1")]
    [InlineData(0.7, "0.55")]
    public void A_bicycle_that_leans_far_is_drawn_smaller_and_stays_in_its_half(double lean, string scale)
    {
        var fallen = new RecordedRide([new RideMoment { Step = 0, Observation = [], State = RandlovState.AtRest(0) with { Lean = lean } }]);

        Assert.Contains($"translate(140 380) scale({scale})", Written(fallen).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bicycle_that_rides_in_circles_never_spins_backwards()
    {
        var circle = new RecordedRide([.. Enumerable.Range(0, 500).Select(step => new RideMoment
        {
            Step = step,
            Observation = [],
            State = RandlovState.AtRest(Math.IEEERemainder(step * 0.05, 2 * Math.PI)),
        })]);

        var headings = Turns(Written(circle))[1];

        Assert.Equal(-499 * 0.05 * 180 / Math.PI, headings[^1] - headings[0], 0.1);
        Assert.All(headings.Zip(headings.Skip(1)), pair => Assert.True(pair.Second <= pair.First));
    }

    [Fact]
    public void A_long_ride_is_shown_faster_and_the_file_stays_small()
    {
        var options = new BicycleRideOptions();
        var ride = RecordedRide.Record(EnvironmentCatalog.BuiltIn["BicycleRide-v0"].Create(options), new LinearBicycleRider(options.Bicycle), stepLimit: 20_000, seed: 1);

        var drawing = Written(ride).ToString();

        Assert.Contains("200.00 s, 555.", drawing, StringComparison.Ordinal);
        Assert.Contains("shown 10 times as fast", drawing, StringComparison.Ordinal);
        Assert.InRange(drawing.Length, 10_000, 100_000);
    }

    [Fact]
    public void A_title_may_hold_any_character() =>
        Assert.Contains("<Whipple> & \"Carvallo\"", Written(Ride, new RideSvgOptions { Title = "<Whipple> & \"Carvallo\"" }).Descendants(Svg + "text").Select(text => text.Value));

    [Fact]
    public void A_ride_of_no_step_is_drawn_as_well()
    {
        var start = new RecordedRide([new RideMoment { Step = 0, Observation = [], State = RandlovState.AtRest(0) }]);

        Assert.Contains("0.00 s, 0.0 m, return 0", Written(start).Descendants(Svg + "text").Select(text => text.Value));
    }

    [Fact]
    public void A_file_is_written_and_one_that_cannot_be_is_an_IO_error()
    {
        var folder = Directory.CreateTempSubdirectory("tandem-svg-");
        try
        {
            var path = Path.Combine(folder.FullName, "ride.svg");
            RideSvg.Write(path, Ride);

            Assert.Equal(Svg + "svg", XDocument.Load(path).Root!.Name);
            Assert.ThrowsAny<IOException>(() => RideSvg.Write(Path.Combine(folder.FullName, "nowhere", "ride.svg"), Ride));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.Equal("a step of 0 seconds is out of range: give 0.0001 to 10", Assert.Throws<ArgumentException>(() => new RideSvgOptions { StepSeconds = 0 }).Message);
        Assert.Equal("a showing of NaN seconds is out of range: give 1 to 600", Assert.Throws<ArgumentException>(() => new RideSvgOptions { LongestSeconds = double.NaN }).Message);
    }

    private static XElement Written(RecordedRide ride, RideSvgOptions? options = null)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        RideSvg.Write(writer, ride, options ?? new RideSvgOptions { Goal = new BicycleGoal(40, 0, 2) });
        return XElement.Parse(writer.ToString());
    }

    /// <summary>The angles of each rotation, in the order of the drawing: lean, heading, steer.</summary>
    private static double[][] Turns(XElement drawing) =>
    [
        .. drawing.Descendants(Svg + "animateTransform").Where(animation => (string?)animation.Attribute("type") == "rotate")
            .Select(animation => ((string)animation.Attribute("values")!).Split(';').Select(angle => double.Parse(angle, CultureInfo.InvariantCulture)).ToArray()),
    ];
}
