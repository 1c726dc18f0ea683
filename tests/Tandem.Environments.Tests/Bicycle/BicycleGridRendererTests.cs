using Tandem.Environments.Bicycle;

namespace Tandem.Environments.Tests.Bicycle;

public sealed class BicycleGridRendererTests
{
    private static readonly DrawingStyle Plain = new() { Color = false, Unicode = false };

    [Fact]
    public void A_frame_shows_bumps_trail_bicycle_and_goal() => Assert.Equal(
        [
            " 4 x 4 grid",
            "+------------+",
            "|:*::::::::::|",
            "| . o^o .  . |",
            "|::::::::::::|",
            "| .  .  .  G |",
            "+------------+",
            " step 1    pedal, right     speed 2    reward -1   return -1",
        ],
        Drawn(new BicycleGridOptions { Size = 4 }, 1, Plain));

    [Fact]
    public void The_last_frame_says_that_the_bicycle_arrived()
    {
        var frame = Drawn(new BicycleGridOptions { Size = 4 }, 3, Plain);

        Assert.Equal("| .  .  . o^o|", frame[5]);
        Assert.EndsWith("reward 100  return 98    arrived", frame[^1]);
    }

    [Fact]
    public void Without_colour_there_is_no_escape_and_with_it_the_text_is_the_same()
    {
        var plain = Drawn(new BicycleGridOptions(), 2, new DrawingStyle { Color = false });
        var colored = Drawn(new BicycleGridOptions(), 2, new DrawingStyle());

        Assert.DoesNotContain('\e', string.Concat(plain));
        Assert.Contains("\e[", string.Concat(colored));
        Assert.Equal(plain, colored.Select(line => System.Text.RegularExpressions.Regex.Replace(line, "\e\\[[0-9;]*m", "")));
    }

    [Fact]
    public void Without_unicode_every_character_is_ASCII() =>
        Assert.All(Drawn(new BicycleGridOptions(), 2, new DrawingStyle { Unicode = false }), line => Assert.All(line, c => Assert.True(char.IsAscii(c))));

    [Fact]
    public void Of_a_large_grid_the_part_around_the_bicycle_is_shown()
    {
        var style = Plain with { Columns = 34, Lines = 12 };
        var options = new BicycleGridOptions { Size = 100, Bumps = BumpPattern.None };

        foreach (var moment in (int[])[0, 20, 99])
        {
            var frame = Drawn(options, moment, style);
            Assert.Equal(12, frame.Count);
            Assert.All(frame.Skip(1).SkipLast(1), line => Assert.True(line.Length <= 34));
            Assert.Contains("o^o", string.Concat(frame));
        }

        Assert.Equal(" 100 x 100 grid: columns 0 to 9, rows 0 to 7", Drawn(options, 0, style)[0]);
    }

    [Fact]
    public void A_map_shows_its_bumps_mud_and_walls() => Assert.Equal(
        [
            " 5 x 3 grid",
            "+---------------+",
            "|o^o . ::: . ###|",
            "|~~~ . ### .  . |",
            "| . ::: .  G ~~~|",
            "+---------------+",
            " step 0    ready            speed 1    reward 0    return 0",
        ],
        Drawn(new BicycleGridOptions { Map = "S.^.#/~.#../.^.G~" }, 0, Plain));

    [Fact]
    public void In_mud_the_status_says_so() =>
        Assert.Equal(" step 1    pedal, right     speed 1    reward -1   return -1    mud", Drawn(new BicycleGridOptions { Map = "S../~~G" }, 1, Plain)[^1]);

    [Fact]
    public void A_ride_in_another_world_is_refused()
    {
        var ride = RecordedRide.Record(new DriftObject(), new RandomPolicy(new Drift().Actions, 0), 5, seed: 0);
        var renderer = EnvironmentCatalog.BuiltIn["BicycleGrid-v0"].CreateRenderer()!;

        Assert.Equal("the ride was not on a bicycle grid: give the renderer a ride in its own world", Assert.Throws<ArgumentException>(() => renderer.Draw(ride, 0, Plain)).Message);
    }

    /// <summary>A frame of the shortest ride: pedal and steer right at every step.</summary>
    private static IReadOnlyList<string> Drawn(BicycleGridOptions options, int moment, DrawingStyle style)
    {
        var spec = EnvironmentCatalog.BuiltIn["BicycleGrid-v0"];
        var ride = RecordedRide.Record(spec.Create(options), new ConstantPolicy(1, 2), stepLimit: 200, seed: 0);
        return spec.CreateRenderer(options)!.Draw(ride, moment, style);
    }
}
