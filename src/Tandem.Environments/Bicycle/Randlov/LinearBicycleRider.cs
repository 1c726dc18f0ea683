namespace Tandem.Environments.Bicycle;

/// <summary>
/// Rides the bicycle of Randløv and Alstrøm without having learned anything: the torque is a weighted sum of what is seen,
/// the body keeps still. It balances for as long as it is let, and rides to the goal almost straight.
/// </summary>
/// <remarks>With choices instead of numbers it takes the torque that is nearest. It remembers nothing.</remarks>
public sealed class LinearBicycleRider : IPolicy
{
    private readonly LinearBicycleGains gains;
    private readonly BicycleActions actionSet;
    private readonly double[] units;

    /// <summary>A rider with gains of one's own, for either world.</summary>
    /// <param name="options">The options of the bicycle that is ridden.</param>
    /// <param name="gains">The weights.</param>
    public LinearBicycleRider(RandlovOptions options, LinearBicycleGains gains)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(gains);
        (this.gains, actionSet) = (gains, options.Actions);
        units = RandlovView.UnitsOf(options.Scaled, RandlovView.Width + 1);
    }

    /// <summary>A rider with the gains that were found for both worlds.</summary>
    /// <param name="options">The options of the bicycle that is ridden.</param>
    public LinearBicycleRider(RandlovOptions options)
        : this(options, LinearBicycleGains.Found)
    {
    }

    /// <inheritdoc/>
    public void Begin(int world)
    {
    }

    /// <inheritdoc/>
    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<double> lastRewards, ActionBatch actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        var width = observations.Length / actions.Count;
        if (width is not (RandlovView.Width or RandlovView.Width + 1) || !actions.Space.Equals(RandlovControls.SpaceOf(actionSet)))
        {
            throw new ArgumentException($"this rider sees {RandlovView.Width} or {RandlovView.Width + 1} numbers and gives actions of {RandlovControls.SpaceOf(actionSet)}, not {width} and {actions.Space}: let it ride BicycleBalance-v0 or BicycleRide-v0, and give it the options of that world");
        }

        for (var world = 0; world < actions.Count; world++)
        {
            Write(Turn(observations.Slice(world * width, width)), actions, world);
        }
    }

    /// <summary>The torque as a part of the strongest, −1 to 1, positive to the left.</summary>
    private double Turn(ReadOnlySpan<float> seen)
    {
        var goalAngle = seen.Length > RandlovView.Width ? seen[5] * units[5] : 0;
        var turn = (gains.Steer * seen[0] * units[0])
            + (gains.SteerRate * seen[1] * units[1])
            + (gains.Lean * seen[2] * units[2])
            + (gains.LeanRate * seen[3] * units[3])
            + (gains.GoalAngle * Math.Clamp(goalAngle, -gains.WidestGoalAngle, gains.WidestGoalAngle));
        return Math.Clamp(turn, -1, 1);
    }

    private void Write(double turn, ActionBatch actions, int world)
    {
        var choice = (int)Math.Round(turn);
        switch (actionSet)
        {
            case BicycleActions.Nine:
                actions.Choices[world] = (3 * (choice + 1)) + 1;
                break;
            case BicycleActions.Five:
                actions.Choices[world] = choice switch { < 0 => 1, > 0 => 2, _ => 0 };
                break;
            default:
                actions.Values[2 * world] = (float)(RandlovControls.Torque * turn);
                actions.Values[(2 * world) + 1] = 0;
                break;
        }
    }
}
