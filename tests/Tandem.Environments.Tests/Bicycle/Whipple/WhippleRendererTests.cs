using Tandem.Environments.Bicycle.Whipple;

namespace Tandem.Environments.Tests.Bicycle.Whipple;

public sealed class WhippleRendererTests
{
    private static readonly DrawingStyle Plain = new() { Color = false, Unicode = false };

    [Fact]
    public void Upright_it_stands_over_the_middle_of_its_gauges()
    {
        var frame = Frames(new WhippleBicycleOptions { RollTorqueNoise = 0 })[0];

        Assert.Equal(12, frame.Count);
        Assert.Equal(new string(' ', 29) + "O", frame[0]);
        Assert.Equal(new string(' ', 29) + "|", frame[6]);
        Assert.Equal(" lean    ....................#....................    0.000 rad", frame[8]);
        Assert.StartsWith("  0.00 s  speed 3.5 m/s  at 0.0, 0.0 m", frame[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Frames_are_equally_high_until_it_fell_and_says_so()
    {
        var frames = Frames(new WhippleBicycleOptions { RollTorqueNoise = 100 });

        Assert.All(frames, frame => Assert.Equal(12, frame.Count));
        Assert.All(frames.SelectMany(frame => frame), line => Assert.All(line, c => Assert.True(char.IsAscii(c))));
        Assert.EndsWith("fell", frames[^1][^1], StringComparison.Ordinal);
        Assert.DoesNotContain("fell", frames[0][^1], StringComparison.Ordinal);
    }

    private static IReadOnlyList<string>[] Frames(WhippleBicycleOptions options)
    {
        var spec = EnvironmentCatalog.BuiltIn["WhippleBicycle-v0"];
        var ride = RecordedRide.Record(spec.Create(options), new HandsOff(), stepLimit: 500, seed: 0);
        var renderer = spec.CreateRenderer(options)!;
        return [.. Enumerable.Range(0, ride.Moments.Count).Select(moment => renderer.Draw(ride, moment, Plain))];
    }

    private sealed class HandsOff : IPolicy
    {
        public void Begin(int world)
        {
        }

        public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<double> lastRewards, ActionBatch actions) => actions.Values.Clear();
    }
}
