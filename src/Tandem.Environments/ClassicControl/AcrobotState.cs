namespace Tandem.Environments.ClassicControl;

/// <summary>How the two links of <see cref="Acrobot"/> hang and turn.</summary>
/// <param name="UpperRadians">The upper link's angle, −π to π; 0 hangs down, positive to the right.</param>
/// <param name="LowerRadians">The lower link's angle to the upper one, −π to π; 0 continues it.</param>
/// <param name="UpperRadiansPerSecond">The upper link's angular velocity, −4π to 4π.</param>
/// <param name="LowerRadiansPerSecond">The lower link's angular velocity, −9π to 9π.</param>
public readonly record struct AcrobotState(double UpperRadians, double LowerRadians, double UpperRadiansPerSecond, double LowerRadiansPerSecond);
