namespace Tandem.Environments.Bicycle;

/// <summary>Where the bicycle of <see cref="BicycleGrid"/> is.</summary>
/// <param name="X">Column, 0 to N − 1; the plain grid's start is column 0.</param>
/// <param name="Y">Row, 0 to N − 1; the plain grid's start is row 0.</param>
/// <param name="Speed">Cells that one push of the pedal moves; at least 1.</param>
/// <param name="Bump">1 on a bump, 2 in mud, else 0: a <see cref="GridGround"/>.</param>
public readonly record struct GridState(int X, int Y, int Speed, int Bump);
