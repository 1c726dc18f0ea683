using System.Runtime.CompilerServices;

namespace Tandem.Environments.Bicycle;

/// <summary>Ride the bicycle of Randløv and Alstrøm to a goal 1,000 m away without falling over.</summary>
/// <remarks>
/// <para>Observation: steer, its rate, lean, its rate, its acceleration, and the angle to the goal. Action:
/// <see cref="BicycleActions"/>. A fall costs 1 and ends the ride; so does the front tyre's arrival at the goal, at no cost.
/// What else is earned says <see cref="BicycleRideReward"/>.</para>
/// <para>Ernst, Geurts and Wehenkel learn in the heading and put the angle to the goal in its place afterwards; here it is the
/// angle to the goal from the beginning.</para>
/// </remarks>
public readonly struct BicycleRide : IWorld<BicycleRideState>
{
    private const double FallCost = 1;

    private readonly RandlovControls controls;
    private readonly double[] units;
    private readonly BicycleRideReward reward;
    private readonly double startHeading;
    private readonly bool isStartRandom;

    /// <summary>The world with the given options.</summary>
    public BicycleRide(BicycleRideOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.GoalMetres <= options.RadiusMetres + RandlovBicycle.WheelbaseMetres)
        {
            throw new ArgumentException($"the ride starts in its goal, of radius {options.RadiusMetres} metres and {options.GoalMetres} metres away: give a smaller radius, or a goal further away");
        }

        controls = new RandlovControls(options.Bicycle);
        units = RandlovView.UnitsOf(options.Bicycle.Scaled, RandlovView.Width + 1);
        Observations = RandlovView.SpaceOf(options.Bicycle.Scaled, RandlovView.Width + 1);
        Actions = RandlovControls.SpaceOf(options.Bicycle.Actions);
        Goal = new BicycleGoal(options.GoalMetres, 0, options.RadiusMetres);
        (reward, isStartRandom) = (options.Reward, options.RandomStart);
        startHeading = (options.StartDegrees - 90) * Math.PI / 180;
    }

    /// <inheritdoc/>
    public Space Observations { get; }

    /// <inheritdoc/>
    public Space Actions { get; }

    /// <summary>Where the bicycle is to go; it starts at the origin.</summary>
    public BicycleGoal Goal { get; }

    /// <inheritdoc/>
    public BicycleRideState Start(ref RandomStream random) =>
        Seen(RandlovState.AtRest(isStartRandom ? random.NextDouble(-Math.PI, Math.PI) : startHeading));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Outcome Step(ref BicycleRideState state, ActionView action, ref RandomStream random)
    {
        var (bicycle, angleBefore) = (state.Bicycle, state.GoalAngle);
        controls.Advance(ref bicycle, action, ref random);
        state = Seen(bicycle);
        var hasArrived = state.GoalDistance <= Goal.RadiusMetres;
        return bicycle.HasFallen ? new Outcome(-FallCost, Terminated: true) : new Outcome(Earned(angleBefore, state.GoalAngle, hasArrived), hasArrived);
    }

    /// <inheritdoc/>
    public void Observe(in BicycleRideState state, Span<float> observation)
    {
        observation[RandlovView.Width] = (float)(state.GoalAngle / units[RandlovView.Width]);
        RandlovView.Write(state.Bicycle, units, observation);
    }

    /// <summary>What a step earns that the bicycle does not fall in.</summary>
    private double Earned(double angleBefore, double angle, bool hasArrived)
    {
        const double AtGoal = 0.01;
        return reward switch
        {
            BicycleRideReward.Turning => 0.1 * (Math.Abs(angleBefore) - Math.Abs(angle)),
            BicycleRideReward.Paper => hasArrived ? AtGoal : (4 - (angle * angle)) * 0.00004,
            _ => hasArrived ? AtGoal : (0.95 - Square(1 - Math.Cos(angle))) * 0.0001,
        };
    }

    private BicycleRideState Seen(in RandlovState bicycle)
    {
        var (alongX, alongY) = (bicycle.FrontX - bicycle.BackX, bicycle.FrontY - bicycle.BackY);
        var (goalX, goalY) = (Goal.XMetres - bicycle.FrontX, Goal.YMetres - bicycle.FrontY);
        var angle = Math.Atan2((alongX * goalY) - (alongY * goalX), (alongX * goalX) + (alongY * goalY));
        return new BicycleRideState(bicycle, angle, Math.Sqrt(Square(goalX) + Square(goalY)));
    }

    private static double Square(double number) => number * number;
}
