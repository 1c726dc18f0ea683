namespace Tandem.Environments.Bicycle;

/// <summary>A round place on the ground that a bicycle is to reach.</summary>
/// <param name="XMetres">Its middle.</param>
/// <param name="YMetres">Its middle.</param>
/// <param name="RadiusMetres">It reaches this far around.</param>
public readonly record struct BicycleGoal(double XMetres, double YMetres, double RadiusMetres);
