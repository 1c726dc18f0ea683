namespace Tandem.Environments.ClassicControl;

/// <summary>The valley that both mountain cars drive in: a slope of cos 3x, a wall on its left.</summary>
internal static class MountainValley
{
    public const double Wall = -1.2;
    public const double RightEnd = 0.6;
    public const double FastestVelocity = 0.07;

    private const double Gravity = 0.0025;

    /// <summary>What the car observes: place and velocity.</summary>
    public static Box Observations() => new([(float)Wall, (float)-FastestVelocity], [(float)RightEnd, (float)FastestVelocity]);

    /// <summary>At rest, somewhere from −0.6 to −0.4.</summary>
    public static MountainCarState Start(ref RandomStream random) => new(random.NextDouble(-0.6, -0.4), 0);

    /// <summary>One step under a thrust: v += thrust − 0.0025 cos 3x, then x += v, both kept in bounds; the wall stops the car.</summary>
    public static MountainCarState Drive(MountainCarState state, double thrust)
    {
        var velocity = Math.Clamp(state.Velocity + (thrust - (Gravity * Math.Cos(3 * state.Place))), -FastestVelocity, FastestVelocity);
        var place = Math.Clamp(state.Place + velocity, Wall, RightEnd);
        return new MountainCarState(place, place == Wall && velocity < 0 ? 0 : velocity);
    }

    /// <summary>The height of the road, 0.1 to 1: what Gymnasium draws.</summary>
    public static double Height(double place) => (0.45 * Math.Sin(3 * place)) + 0.55;
}
