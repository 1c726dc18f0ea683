namespace Tandem.Environments.ClassicControl;

/// <summary>
/// The car of <see cref="MountainCar"/> with a throttle instead of three choices: what it spends is taken from the reward.
/// </summary>
/// <remarks>
/// <para>Action: a throttle from −1 to 1, a thrust of 0.0015 at most. Observation: place and velocity.</para>
/// <para>As Gymnasium's MountainCarContinuous-v0: 100 at place 0.45, if the car is fast enough there, less 0.1 throttle² at
/// every step. The state is rounded to single precision after each step, as it is there.</para>
/// </remarks>
public readonly struct ContinuousMountainCar : IWorld<MountainCarState>
{
    internal const double Goal = 0.45;

    private const double Thrust = 0.0015;

    private readonly double goalVelocity;

    /// <summary>The car with the given options.</summary>
    public ContinuousMountainCar(MountainCarOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        goalVelocity = options.GoalVelocity;
    }

    /// <inheritdoc/>
    public Space Observations { get; } = MountainValley.Observations();

    /// <inheritdoc/>
    public Space Actions { get; } = Box.Symmetric(1);

    /// <inheritdoc/>
    public MountainCarState Start(ref RandomStream random) => MountainValley.Start(ref random);

    /// <inheritdoc/>
    public Outcome Step(ref MountainCarState state, ActionView action, ref RandomStream random)
    {
        double throttle = action.Values[0];
        var driven = MountainValley.Drive(state, throttle * Thrust);
        var arrived = driven.Place >= Goal && driven.Velocity >= goalVelocity;
        state = new MountainCarState((float)driven.Place, (float)driven.Velocity);
        return new Outcome((arrived ? 100 : 0) - (0.1 * throttle * throttle), arrived);
    }

    /// <inheritdoc/>
    public void Observe(in MountainCarState state, Span<float> observation) =>
        (observation[0], observation[1]) = ((float)state.Place, (float)state.Velocity);
}
