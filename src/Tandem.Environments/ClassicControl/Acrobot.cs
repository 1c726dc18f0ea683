namespace Tandem.Environments.ClassicControl;

/// <summary>
/// Two links hang from a bar; only the joint between them has a motor. Swing the free end above the bar by a link's length
/// (Sutton, 1996).
/// </summary>
/// <remarks>
/// <para>Action: 0, 1, 2 for a torque of −1, 0, 1 N m. Observation: cosine and sine of both angles, both angular velocities.</para>
/// <para>As Gymnasium's Acrobot-v1: links of 1 m and 1 kg, one Runge–Kutta step of 0.2 s, angles wrapped, velocities clipped;
/// every step costs 1 but the last, which ends the episode. The start is rounded to single precision, as it is there.</para>
/// </remarks>
public readonly struct Acrobot : IWorld<AcrobotState>
{
    private const double FastestUpper = 4 * Math.PI;
    private const double FastestLower = 9 * Math.PI;
    private const double Gravity = 9.8;
    private const double StepSeconds = 0.2;
    private const double StartRange = 0.1;

    // Both links: 1 m long, 1 kg, centre of mass in the middle, a moment of inertia of 1 kg m².
    private const double Centre = 0.5;
    private const double Inertia = 1;

    private readonly AcrobotEquations equations;

    /// <summary>The links with the given options.</summary>
    public Acrobot(AcrobotOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        equations = options.Equations;
    }

    /// <inheritdoc/>
    public Space Observations { get; } = Box.Symmetric(1, 1, 1, 1, (float)FastestUpper, (float)FastestLower);

    /// <inheritdoc/>
    public Space Actions { get; } = new Discrete(3);

    /// <inheritdoc/>
    public AcrobotState Start(ref RandomStream random) => new(Draw(ref random), Draw(ref random), Draw(ref random), Draw(ref random));

    /// <inheritdoc/>
    public Outcome Step(ref AcrobotState state, ActionView action, ref RandomStream random)
    {
        var moved = RungeKutta(state, torque: action.Choice - 1);
        state = new AcrobotState(
            Wrapped(moved.UpperRadians),
            Wrapped(moved.LowerRadians),
            Math.Clamp(moved.UpperRadiansPerSecond, -FastestUpper, FastestUpper),
            Math.Clamp(moved.LowerRadiansPerSecond, -FastestLower, FastestLower));
        var swungUp = -Math.Cos(state.UpperRadians) - Math.Cos(state.LowerRadians + state.UpperRadians) > 1;
        return new Outcome(swungUp ? 0 : -1, swungUp);
    }

    /// <inheritdoc/>
    public void Observe(in AcrobotState state, Span<float> observation)
    {
        var (upperSine, upperCosine) = Math.SinCos(state.UpperRadians);
        var (lowerSine, lowerCosine) = Math.SinCos(state.LowerRadians);
        (observation[0], observation[1]) = ((float)upperCosine, (float)upperSine);
        (observation[2], observation[3]) = ((float)lowerCosine, (float)lowerSine);
        (observation[4], observation[5]) = ((float)state.UpperRadiansPerSecond, (float)state.LowerRadiansPerSecond);
    }

    private static double Draw(ref RandomStream random) => (float)random.NextDouble(-StartRange, StartRange);

    /// <summary>The classical fourth-order step (Runge, 1895; Kutta, 1901).</summary>
    private AcrobotState RungeKutta(AcrobotState state, double torque)
    {
        var k1 = Derivative(state, torque);
        var k2 = Derivative(Along(state, k1, StepSeconds / 2), torque);
        var k3 = Derivative(Along(state, k2, StepSeconds / 2), torque);
        var k4 = Derivative(Along(state, k3, StepSeconds), torque);
        var slope = Along(Along(Along(k1, k2, 2), k3, 2), k4, 1);
        return Along(state, slope, StepSeconds / 6);
    }

    private static AcrobotState Along(AcrobotState from, AcrobotState slope, double length) => new(
        from.UpperRadians + (length * slope.UpperRadians),
        from.LowerRadians + (length * slope.LowerRadians),
        from.UpperRadiansPerSecond + (length * slope.UpperRadiansPerSecond),
        from.LowerRadiansPerSecond + (length * slope.LowerRadiansPerSecond));

    /// <summary>The equations of motion, in the names of Sutton and Barto, section 11.3 (first edition).</summary>
    private AcrobotState Derivative(AcrobotState state, double torque)
    {
        var (theta1, theta2, speed1, speed2) = state;
        var (sine2, cosine2) = Math.SinCos(theta2);
        var d1 = (Centre * Centre) + (1 + (Centre * Centre) + (2 * Centre * cosine2)) + Inertia + Inertia;
        var d2 = (Centre * Centre) + (Centre * cosine2) + Inertia;
        var phi2 = Centre * Gravity * Math.Sin(theta1 + theta2);
        var phi1 = (-Centre * speed2 * speed2 * sine2) - (2 * Centre * speed2 * speed1 * sine2)
            + ((Centre + 1) * Gravity * Math.Sin(theta1)) + phi2;
        var coupling = equations == AcrobotEquations.Book ? Centre * speed1 * speed1 * sine2 : 0;
        var acceleration2 = (torque + (d2 / d1 * phi1) - coupling - phi2) / ((Centre * Centre) + Inertia - (d2 * d2 / d1));
        var acceleration1 = -((d2 * acceleration2) + phi1) / d1;
        return new AcrobotState(speed1, speed2, acceleration1, acceleration2);
    }

    private static double Wrapped(double radians)
    {
        while (radians > Math.PI)
            radians -= 2 * Math.PI;

        while (radians < -Math.PI)
            radians += 2 * Math.PI;

        return radians;
    }
}
