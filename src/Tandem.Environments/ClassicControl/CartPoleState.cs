namespace Tandem.Environments.ClassicControl;

/// <summary>Where cart and pole of <see cref="CartPole"/> are and how they move.</summary>
/// <param name="Metres">The cart's place on the track; 0 in the middle.</param>
/// <param name="MetresPerSecond">The cart's velocity.</param>
/// <param name="Radians">The pole's angle; 0 upright, positive to the right.</param>
/// <param name="RadiansPerSecond">The pole's angular velocity.</param>
public readonly record struct CartPoleState(double Metres, double MetresPerSecond, double Radians, double RadiansPerSecond);
