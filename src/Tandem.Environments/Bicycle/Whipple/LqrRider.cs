namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>
/// Rides <see cref="WhippleBicycle"/> by the discrete linear-quadratic regulator of the world's own cost, saturated at the
/// torque limit: the yardstick that a trained rider is held against.
/// </summary>
/// <remarks>
/// Where the speed swings, the gains of the speed that is seen are taken, from a table of 0.1 m/s or finer between whose
/// entries they are interpolated: each is the best for its speed held for ever, so the rider is then good, but not the best.
/// </remarks>
public sealed class LqrRider : IPolicy
{
    private const double FinestSpeeds = 0.1;
    private const int StateWidth = 4;
    private const int ObservationWidth = 5;

    private readonly double lowestSpeed;
    private readonly double speedStep;
    private readonly double[][] gains;

    /// <summary>The rider for a world.</summary>
    public LqrRider(WhippleBicycle world)
    {
        lowestSpeed = world.LowestSpeed;
        var range = world.HighestSpeed - lowestSpeed;
        var intervals = (int)Math.Ceiling(range / FinestSpeeds);
        speedStep = intervals == 0 ? 1 : range / intervals;
        gains = [.. Enumerable.Range(0, intervals + 1).Select(i => GainsAt(world.Bicycle, lowestSpeed + (i * speedStep)))];
    }

    /// <inheritdoc/>
    public void Begin(int world)
    {
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The world is not a <see cref="WhippleBicycle"/>.</exception>
    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<double> lastRewards, ActionBatch actions)
    {
        ArgumentNullException.ThrowIfNull(actions);
        var width = observations.Length / actions.Count;
        if (width != ObservationWidth || actions.Space is not Box { Width: 1 } torques)
            throw new ArgumentException($"this rider sees {ObservationWidth} numbers and gives one steer torque, not {width} and {actions.Space}: let it ride WhippleBicycle-v0");
        var limit = torques.High[0];
        for (var world = 0; world < actions.Count; world++)
        {
            var torque = (float)Torque(observations.Slice(world * ObservationWidth, ObservationWidth));
            actions.Values[world] = Math.Clamp(torque, -limit, limit);
        }
    }

    /// <summary>The torque before it is saturated, N m.</summary>
    internal double Torque(ReadOnlySpan<float> observation)
    {
        var place = Math.Clamp((observation[StateWidth] - lowestSpeed) / speedStep, 0, gains.Length - 1);
        var below = Math.Min((int)place, Math.Max(0, gains.Length - 2));
        var (low, high) = (gains[below], gains[Math.Min(below + 1, gains.Length - 1)]);
        var torque = 0.0;
        for (var i = 0; i < StateWidth; i++)
            torque -= double.Lerp(low[i], high[i], place - below) * observation[i];
        return torque;
    }

    private static double[] GainsAt(WhippleModel bicycle, double speed)
    {
        var gains = Regulator.Of(bicycle, speed).Gains;
        return [gains[0, 0], gains[0, 1], gains[0, 2], gains[0, 3]];
    }
}
