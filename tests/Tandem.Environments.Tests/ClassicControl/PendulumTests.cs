using Tandem.Environments.ClassicControl;

namespace Tandem.Environments.Tests.ClassicControl;

public sealed class PendulumTests
{
    [Fact]
    public void Upright_and_still_costs_only_the_torque_however_often_it_turned()
    {
        foreach (var turns in (int[])[-3, 0, 2])
        {
            var state = new PendulumState(2 * Math.PI * turns, 0);

            Assert.Equal(-0.001, Step(new PendulumOptions(), ref state, 1f).Reward, 1e-12);
        }
    }

    [Fact]
    public void Without_gravity_or_torque_it_turns_on_evenly()
    {
        var state = new PendulumState(1, 2);
        for (var step = 0; step < 10; step++)
            Step(new PendulumOptions { Gravity = 0 }, ref state, 0);

        Assert.Equal(2, state.Radians, 1e-12);
        Assert.Equal(2, state.RadiansPerSecond, 1e-12);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    [InlineData(double.NaN)]
    public void Gravity_out_of_range_is_refused(double gravity) => Assert.Equal(
        $"gravity {gravity} is out of range: give 0 to 100", Assert.Throws<ArgumentException>(() => new PendulumOptions { Gravity = gravity }).Message);

    private static Outcome Step(PendulumOptions options, ref PendulumState state, float torque)
    {
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        return new Pendulum(options).Step(ref state, new ActionView([torque]), ref random);
    }
}
