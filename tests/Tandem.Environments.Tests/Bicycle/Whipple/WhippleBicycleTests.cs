using Tandem.Environments.Bicycle.Whipple;

namespace Tandem.Environments.Tests.Bicycle.Whipple;

public sealed class WhippleBicycleTests
{
    private static readonly WhippleBicycleOptions Calm = new() { RollTorqueNoise = 0 };

    /// <summary>By the matrix exponential, from (0, 0, 0.5, 0); origin: 40 digits.</summary>
    public static TheoryData<double, int, double[]> FreeResponses => new()
    {
        { 4.6, 5, [0.047527153175270995, 0.02731759371601906, 0.43870935367983876, 0.4336674191603685] },
        { 4.6, 50, [-0.0529514294202163, -0.04375017636815368, -0.24956773931548357, -0.3763970088799846] },
        { 4.6, 250, [0.009116215749885814, 0.0051285338695509115, 0.06469730940794985, 0.09089635407933917] },
        { 5, 5, [0.04707903031042882, 0.028365405151843617, 0.4268110406653069, 0.43666597822786807] },
        { 5, 50, [-0.028622184028119717, -0.04632862325454145, -0.073962127562009, -0.14034496645996786] },
        { 5, 250, [0.004587463369441823, 0.002261313435165769, -0.0117029734631771, -0.014297691015066026] },
    };

    [Theory]
    [MemberData(nameof(FreeResponses))]
    public void The_free_response_is_exact(double speed, int steps, double[] expected)
    {
        var state = new WhippleState(0, 0, 0.5, 0);
        Ride(Calm with { Speed = speed }, ref state, steps, torque: 0);

        double[] found = [state.Lean, state.Steer, state.LeanRate, state.SteerRate];
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Theory]
    [InlineData(3.5, false)]
    [InlineData(5, true)]
    [InlineData(8, false)]
    public void A_push_is_forgotten_between_the_critical_speeds_only(double speed, bool isForgotten)
    {
        var state = new WhippleState(0, 0, 0.05, 0);
        var world = new WhippleBicycle(Calm with { Speed = speed });
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var fell = false;
        for (var step = 0; step < 3_000 && !fell; step++)
            fell = world.Step(ref state, new ActionView([0f]), ref random).Terminated;

        Assert.Equal(isForgotten, Math.Abs(state.Lean) < 1e-4);
        Assert.Equal(!isForgotten, fell);
    }

    /// <summary>The closed form against Runge and Kutta's method with a hundredth of the step, with both torques held.</summary>
    [Fact]
    public void A_held_torque_moves_it_as_the_equations_of_motion_say()
    {
        var bicycle = new WhippleModel(PublishedBicycles.Benchmark);
        var world = new WhippleBicycle(Calm with { Speed = 4.2 });
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var state = new WhippleState(0.03, -0.02, 0.1, 0.2, Heading: 0.4);
        double[] expected = [state.Lean, state.Steer, state.LeanRate, state.SteerRate, state.Heading];
        foreach (var torque in (float[])[2, -3, 0.5f])
        {
            world.Step(ref state, new ActionView([torque]), ref random);
            expected = RungeKutta(bicycle, 4.2, expected, torque, WhippleBicycle.StepSeconds, parts: 100);
        }

        double[] found = [state.Lean, state.Steer, state.LeanRate, state.SteerRate, state.Heading];
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-11));
    }

    [Fact]
    public void A_step_costs_by_the_state_it_begins_in()
    {
        var world = new WhippleBicycle(Calm);
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var state = new WhippleState(0.1, -0.2, 0.3, 0.4);

        var outcome = world.Step(ref state, new ActionView([5f]), ref random);

        Assert.Equal(-((100 * 0.01) + (10 * 0.04) + 0.09 + (0.1 * 0.16) + (0.01 * 25)), outcome.Reward, 1e-12);
        Assert.False(outcome.Terminated);
    }

    [Fact]
    public void Beyond_the_fall_angle_the_ride_ends_and_the_fall_is_paid_for()
    {
        var world = new WhippleBicycle(Calm with { FallCost = 123 });
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var state = new WhippleState(0.69, 0, 2, 0);

        var outcome = world.Step(ref state, new ActionView([0f]), ref random);

        Assert.True(outcome.Terminated);
        Assert.Equal(-((100 * 0.69 * 0.69) + 4 + 123), outcome.Reward, 1e-9);
    }

    [Fact]
    public void A_turn_rides_a_circle()
    {
        var world = new WhippleBicycle(Calm with { Speed = 10 });
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var state = new WhippleState(0, 0.1, 0, 0);
        world.Step(ref state, new ActionView([0f]), ref random);

        // ψ = (v ∫δ dt + c Δδ) cos λ / w, the integral by Hermite's rule from both ends.
        const double h = WhippleBicycle.StepSeconds;
        var steered = (h / 2 * (0.1 + state.Steer)) - (h * h / 12 * state.SteerRate);
        Assert.Equal(((10 * steered) + (0.08 * (state.Steer - 0.1))) * Math.Cos(Math.PI / 10) / 1.02, state.Heading, 1e-5);
        Assert.Equal(0.2, Math.Sqrt((state.X * state.X) + (state.Y * state.Y)), 1e-12);
        Assert.Equal(state.Heading / 2, Math.Atan2(state.Y, state.X), 1e-12);
    }

    [Fact]
    public void Gusts_have_their_spread()
    {
        var world = new WhippleBicycle(new WhippleBicycleOptions { RollTorqueNoise = 20, Speed = 5 });
        var (_, input) = HeldStep.Matrices(world.Bicycle, 5, WhippleBicycle.StepSeconds);
        var random = RandomStream.Create(3, StreamPurpose.Environment);
        var rates = new double[20_000];
        for (var i = 0; i < rates.Length; i++)
        {
            var state = default(WhippleState);
            world.Step(ref state, new ActionView([0f]), ref random);
            rates[i] = state.LeanRate / input[2, 0];
        }

        Assert.InRange(rates.Average(), -0.5, 0.5);
        Assert.InRange(Math.Sqrt(rates.Average(rate => rate * rate)), 19.6, 20.4);
    }

    [Fact]
    public void A_swinging_speed_goes_up_and_down_and_is_seen()
    {
        var world = new WhippleBicycle(Calm with { Speed = 5, SpeedSwing = 3, SwingPeriod = 2 });
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var state = default(WhippleState);
        var (speeds, observation) = (new List<double>(), new float[5]);
        for (var step = 0; step < 200; step++)
        {
            world.Observe(state, observation);
            speeds.Add(observation[4]);
            world.Step(ref state, new ActionView([0f]), ref random);
        }

        Assert.Equal((8, 2), (speeds.Max(), speeds.Min()));
        Assert.Equal(speeds.Take(100), speeds.Skip(100));
        Assert.Equal(5 + (3 * Math.Sin(Math.Tau / 100)), speeds[1], 1e-6);
        Assert.True(Enumerable.Range(0, 50).Select(_ => world.Start(ref random).Moment).Distinct().Count() > 20);
    }

    [Fact]
    public void A_drawn_speed_is_kept_for_the_ride_and_evenly_spread()
    {
        var world = new WhippleBicycle(Calm with { Speed = 5, SpeedSwing = 3, RandomSpeed = true });
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var speeds = new double[2_000];
        for (var ride = 0; ride < speeds.Length; ride++)
        {
            var state = world.Start(ref random);
            speeds[ride] = world.SpeedOf(state);
            world.Step(ref state, new ActionView([0f]), ref random);
            world.Step(ref state, new ActionView([0f]), ref random);
            Assert.Equal(speeds[ride], world.SpeedOf(state));
        }

        Assert.Equal((2, 8), (speeds.Min(), speeds.Max()));
        Assert.InRange(speeds.Average(), 4.8, 5.2);
        Assert.InRange(speeds.Count(speed => speed < 3.5), 400, 600);
    }

    [Fact]
    public void What_cannot_be_chosen_is_refused()
    {
        static string Refusal(Action make) => Assert.Throws<ArgumentException>(make).Message;

        Assert.Equal("speed NaN m/s is out of range: give 0 to 30", Refusal(() => _ = new WhippleBicycleOptions { Speed = double.NaN }));
        Assert.Equal("torque limit 0 N m is out of range: give 0.1 to 1000", Refusal(() => _ = new WhippleBicycleOptions { TorqueLimit = 0 }));
        Assert.Equal(
            "there is no published bicycle 'bike': give benchmark, browser or pista, or a .json file of your own",
            Refusal(() => _ = new WhippleBicycleOptions { Bicycle = "bike" }));
        Assert.Equal(
            "a swing of 3 m/s about a speed of 2 m/s would ride backwards: give a swing of at most the speed",
            Refusal(() => _ = new WhippleBicycle(new WhippleBicycleOptions { Speed = 2, SpeedSwing = 3 })));
    }

    [Fact]
    public void A_step_that_keeps_no_digit_is_refused() => Assert.Equal(
        "at 0 m/s this bicycle moves too fast for steps of 60 s: give it more mass and larger moments of inertia, or a lower speed",
        Assert.Throws<ArgumentException>(() => new HeldStep(new WhippleModel(PublishedBicycles.Benchmark), 0, 60)).Message);

    [Fact]
    public void Options_that_are_not_there_are_named()
    {
        Assert.Equal("options", Assert.Throws<ArgumentNullException>(() => new WhippleBicycle(null!)).ParamName);
        Assert.Equal("options", Assert.Throws<ArgumentNullException>(() => new WhippleBicycle(null!, new WhippleModel(PublishedBicycles.Benchmark))).ParamName);
    }

    private static void Ride(WhippleBicycleOptions options, ref WhippleState state, int steps, float torque)
    {
        var world = new WhippleBicycle(options);
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        for (var step = 0; step < steps; step++)
            world.Step(ref state, new ActionView([torque]), ref random);
    }

    private static double[] RungeKutta(WhippleModel bicycle, double speed, double[] state, double torque, double seconds, int parts)
    {
        var (a, b, heading) = (bicycle.StateMatrix(speed), bicycle.InputMatrix(), bicycle.HeadingRow(speed));
        double[] Rates(double[] x) =>
        [
            .. Enumerable.Range(0, 4).Select(row => Enumerable.Range(0, 4).Sum(column => a[row, column] * x[column]) + (b[row, 1] * torque)),
            Enumerable.Range(0, 4).Sum(column => heading[0, column] * x[column]),
        ];
        static double[] Along(double[] x, double[] rates, double by) => [.. x.Zip(rates, (value, rate) => value + (by * rate))];

        var h = seconds / parts;
        for (var part = 0; part < parts; part++)
        {
            var k1 = Rates(state);
            var k2 = Rates(Along(state, k1, h / 2));
            var k3 = Rates(Along(state, k2, h / 2));
            var k4 = Rates(Along(state, k3, h));
            state = [.. state.Select((value, i) => value + (h / 6 * (k1[i] + (2 * k2[i]) + (2 * k3[i]) + k4[i])))];
        }

        return state;
    }
}
