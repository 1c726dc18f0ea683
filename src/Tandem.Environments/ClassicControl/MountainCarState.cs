namespace Tandem.Environments.ClassicControl;

/// <summary>Where the car of <see cref="MountainCar"/> or <see cref="ContinuousMountainCar"/> is and how it moves.</summary>
/// <param name="Place">From −1.2, the wall on the left, to 0.6; the valley's floor is at −π/6.</param>
/// <param name="Velocity">How much the place changes in a step, −0.07 to 0.07.</param>
public readonly record struct MountainCarState(double Place, double Velocity);
