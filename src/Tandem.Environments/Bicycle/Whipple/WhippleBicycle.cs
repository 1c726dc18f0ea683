using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>
/// Keep Whipple's bicycle upright by the torque at its handlebar while gusts push it about: below the weave speed and above
/// the capsize speed it falls by itself.
/// </summary>
/// <remarks>
/// <para>Action: steer torque, N m. Observation: lean, steer, lean rate, steer rate, speed.</para>
/// <para>A step of 0.02 s is exact for the linear model of Meijaard et al. 2007 with torques held (<see cref="WhippleModel"/>).
/// The rider's torque and a roll torque drawn from N(0, σ²) act while it lasts. It costs
/// 100 φ² + 10 δ² + φ′² + 0.1 δ′² + 0.01 T², of the state it begins in; a lean beyond 0.7 rad is a fall, which ends the ride.</para>
/// <para>Where the speed swings, it is v(t) = speed + swing · sin(2π t / period) from a moment of the period that is drawn, and
/// held for each step; what accelerating itself does to lean and steer is left out, as in the model. It may also be drawn for
/// each ride and kept (<see cref="WhippleBicycleOptions.RandomSpeed"/>). The path follows from the heading at the middle of
/// each step.</para>
/// </remarks>
public readonly struct WhippleBicycle : IWorld<WhippleState>
{
    /// <summary>How long a step lasts, s.</summary>
    public const double StepSeconds = 0.02;

    /// <summary>Beyond this lean the bicycle has fallen, rad.</summary>
    public const double FallLean = 0.7;

    /// <summary>10 s.</summary>
    internal const int StepLimit = 500;

    /// <summary>What the squares of lean, steer and their rates cost.</summary>
    internal static readonly Vector256<double> StateCosts = Vector256.Create(100, 10, 1, 0.1);

    /// <summary>What the square of the steer torque costs.</summary>
    internal const double TorqueCost = 0.01;

    /// <summary>Among so many evenly spaced speeds one is drawn.</summary>
    private const int DrawnSpeeds = 101;

    private readonly HeldStep[] steps;
    private readonly int speedsPerStep;
    private readonly double noise;
    private readonly double startLean;
    private readonly double fallCost;

    /// <summary>The world with the given options.</summary>
    public WhippleBicycle(WhippleBicycleOptions options)
        : this(options, new WhippleModel((options ?? throw new ArgumentNullException(nameof(options))).Parameters))
    {
    }

    /// <summary>The world with the given options, but a bicycle of one's own.</summary>
    public WhippleBicycle(WhippleBicycleOptions options, WhippleModel bicycle)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(bicycle);
        if (options.SpeedSwing > options.Speed)
            throw new ArgumentException($"a swing of {BodyCheck.Text(options.SpeedSwing)} m/s about a speed of {BodyCheck.Text(options.Speed)} m/s would ride backwards: give a swing of at most the speed");
        Bicycle = bicycle;
        (noise, startLean, fallCost) = (options.RollTorqueNoise, options.StartLean, options.FallCost);
        speedsPerStep = options.RandomSpeed ? 0 : 1;
        steps = [.. Speeds(options).Select(speed => new HeldStep(bicycle, speed, StepSeconds))];
        (Observations, Actions) = SpacesOf(options);
    }

    /// <inheritdoc/>
    public Space Observations { get; }

    /// <inheritdoc/>
    public Space Actions { get; }

    /// <summary>The bicycle that is ridden.</summary>
    public WhippleModel Bicycle { get; }

    internal double LowestSpeed => steps.Min(step => step.Speed);

    internal double HighestSpeed => steps.Max(step => step.Speed);

    /// <summary>The speed that a state rides at, m/s.</summary>
    public double SpeedOf(in WhippleState state) => steps[state.Moment].Speed;

    /// <inheritdoc/>
    public WhippleState Start(ref RandomStream random) => new(
        Lean: startLean > 0 ? random.NextDouble(-startLean, startLean) : 0,
        Steer: 0,
        LeanRate: 0,
        SteerRate: 0,
        Moment: steps.Length > 1 ? random.NextInt32(steps.Length) : 0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Outcome Step(ref WhippleState state, ActionView action, ref RandomStream random)
    {
        double torque = action.Values[0];
        var rollTorque = noise > 0 ? noise * NormalZiggurat.Next(ref random) : 0;
        ref readonly var step = ref steps[state.Moment];
        var before = WhippleState.Motion(ref state);
        var after = step.Apply(before, rollTorque, torque, out var turn);

        var (sin, cos) = Math.SinCos(state.Heading + (turn / 2));
        var way = step.Speed * StepSeconds;
        var next = state.Moment + speedsPerStep;
        state = new(
            after[0], after[1], after[2], after[3],
            state.Heading + turn, state.X + (way * cos), state.Y + (way * sin), next == steps.Length ? 0 : next);

        var fell = Math.Abs(after[0]) > FallLean;
        var cost = Vector256.Sum(StateCosts * before * before) + (TorqueCost * torque * torque);
        return new Outcome(fell ? -cost - fallCost : -cost, fell);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Observe(in WhippleState state, Span<float> observation)
    {
        // The last first: the other four then need no check of bounds.
        observation[4] = (float)steps[state.Moment].Speed;
        observation[0] = (float)state.Lean;
        observation[1] = (float)state.Steer;
        observation[2] = (float)state.LeanRate;
        observation[3] = (float)state.SteerRate;
    }

    /// <summary>What is seen of a bicycle and done on it, whichever it is.</summary>
    internal static (Space Observations, Space Actions) SpacesOf(WhippleBicycleOptions options)
    {
        var (speeds, torque) = (Speeds(options), (float)options.TorqueLimit);
        const float any = float.PositiveInfinity;
        return (
            new Box([-any, -any, -any, -any, (float)speeds.Min()], [any, any, any, any, (float)speeds.Max()]),
            Box.Symmetric(torque));
    }

    /// <summary>The speed of each step of a swing, or those that one is drawn from; one where the speed is constant.</summary>
    private static double[] Speeds(WhippleBicycleOptions options)
    {
        if (options.SpeedSwing == 0)
            return [options.Speed];
        if (options.RandomSpeed)
            return [.. Enumerable.Range(0, DrawnSpeeds).Select(i => Math.Max(0, options.Speed + (options.SpeedSwing * ((2.0 * i / (DrawnSpeeds - 1)) - 1))))];

        var count = (int)Math.Round(options.SwingPeriod / StepSeconds);
        return [.. Enumerable.Range(0, count).Select(i => Math.Max(0, options.Speed + (options.SpeedSwing * Math.Sin(Math.Tau * i / count))))];
    }
}
