namespace Tandem.Environments.ClassicControl;

/// <summary>
/// A car in a valley is too weak to climb the hill on its right at once: it must swing up from the left (Moore, 1990).
/// </summary>
/// <remarks>
/// <para>Action: 0, 1, 2 for a thrust of −0.001, 0, 0.001. Observation: place and velocity.</para>
/// <para>As Gymnasium's MountainCar-v0: every step costs 1; the episode ends at place 0.5, if the car is fast enough there.</para>
/// </remarks>
public readonly struct MountainCar : IWorld<MountainCarState>
{
    internal const double Goal = 0.5;

    private const double Thrust = 0.001;

    private readonly double goalVelocity;

    /// <summary>The car with the given options.</summary>
    public MountainCar(MountainCarOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        goalVelocity = options.GoalVelocity;
    }

    /// <inheritdoc/>
    public Space Observations { get; } = MountainValley.Observations();

    /// <inheritdoc/>
    public Space Actions { get; } = new Discrete(3);

    /// <inheritdoc/>
    public MountainCarState Start(ref RandomStream random) => MountainValley.Start(ref random);

    /// <inheritdoc/>
    public Outcome Step(ref MountainCarState state, ActionView action, ref RandomStream random)
    {
        state = MountainValley.Drive(state, (action.Choice - 1) * Thrust);
        return new Outcome(-1, state.Place >= Goal && state.Velocity >= goalVelocity);
    }

    /// <inheritdoc/>
    public void Observe(in MountainCarState state, Span<float> observation) =>
        (observation[0], observation[1]) = ((float)state.Place, (float)state.Velocity);
}
