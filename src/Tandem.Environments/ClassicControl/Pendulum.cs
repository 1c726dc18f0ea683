namespace Tandem.Environments.ClassicControl;

/// <summary>A pendulum with a motor too weak to lift it at once: swing it up and hold it upright with little effort.</summary>
/// <remarks>
/// <para>Action: a torque from −2 to 2 N m. Observation: cosine and sine of the angle, angular velocity.</para>
/// <para>As Gymnasium's Pendulum-v1: a rod of 1 m and 1 kg, semi-implicit Euler steps of 0.05 s; a step costs
/// angle² + 0.1 velocity² + 0.001 torque², angle within ±π. Nothing ends an episode but its limit.</para>
/// </remarks>
public readonly struct Pendulum : IWorld<PendulumState>
{
    internal const double StrongestTorque = 2;

    private const double FastestTurning = 8;
    private const double StepSeconds = 0.05;

    private readonly double gravity;

    /// <summary>The pendulum with the given options.</summary>
    public Pendulum(PendulumOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        gravity = options.Gravity;
    }

    /// <inheritdoc/>
    public Space Observations { get; } = Box.Symmetric(1, 1, (float)FastestTurning);

    /// <inheritdoc/>
    public Space Actions { get; } = Box.Symmetric((float)StrongestTorque);

    /// <inheritdoc/>
    public PendulumState Start(ref RandomStream random) => new(random.NextDouble(-Math.PI, Math.PI), random.NextDouble(-1, 1));

    /// <inheritdoc/>
    public Outcome Step(ref PendulumState state, ActionView action, ref RandomStream random)
    {
        double torque = action.Values[0];
        var (angle, turning) = state;
        var upright = angle - (2 * Math.PI * Math.Floor((angle + Math.PI) / (2 * Math.PI)));
        var cost = (upright * upright) + (0.1 * turning * turning) + (0.001 * torque * torque);
        turning += ((1.5 * gravity * Math.Sin(angle)) + (3 * torque)) * StepSeconds;
        turning = Math.Clamp(turning, -FastestTurning, FastestTurning);
        state = new PendulumState(angle + (turning * StepSeconds), turning);
        return new Outcome(-cost, Terminated: false);
    }

    /// <inheritdoc/>
    public void Observe(in PendulumState state, Span<float> observation)
    {
        var (sine, cosine) = Math.SinCos(state.Radians);
        (observation[0], observation[1], observation[2]) = ((float)cosine, (float)sine, (float)state.RadiansPerSecond);
    }
}
