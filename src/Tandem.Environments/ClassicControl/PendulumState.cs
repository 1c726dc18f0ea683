namespace Tandem.Environments.ClassicControl;

/// <summary>How <see cref="Pendulum"/> hangs and turns.</summary>
/// <param name="Radians">The angle; 0 stands upright. It is not wrapped: a turn adds 2π.</param>
/// <param name="RadiansPerSecond">The angular velocity, −8 to 8.</param>
public readonly record struct PendulumState(double Radians, double RadiansPerSecond);
