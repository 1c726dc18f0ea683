namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>A 2 × 2 matrix; row and column 1 belong to lean, 2 to steer.</summary>
/// <param name="LeanLean">Row 1, column 1.</param>
/// <param name="LeanSteer">Row 1, column 2.</param>
/// <param name="SteerLean">Row 2, column 1.</param>
/// <param name="SteerSteer">Row 2, column 2.</param>
public readonly record struct Matrix2(double LeanLean, double LeanSteer, double SteerLean, double SteerSteer)
{
    /// <summary>The determinant.</summary>
    public double Determinant => (LeanLean * SteerSteer) - (LeanSteer * SteerLean);

    internal Matrix2 Inverse()
    {
        var determinant = Determinant;
        return new(SteerSteer / determinant, -LeanSteer / determinant, -SteerLean / determinant, LeanLean / determinant);
    }

    /// <summary>
    /// What the two matrices give together to det(a·X + b·Y): the coefficient of a·b, which is 2·det X where both are X.
    /// </summary>
    internal static double MixedDeterminant(Matrix2 x, Matrix2 y) =>
        (x.LeanLean * y.SteerSteer) + (y.LeanLean * x.SteerSteer) - (x.LeanSteer * y.SteerLean) - (y.LeanSteer * x.SteerLean);

    /// <summary>The sum of the two matrices.</summary>
    public static Matrix2 operator +(Matrix2 x, Matrix2 y) =>
        new(x.LeanLean + y.LeanLean, x.LeanSteer + y.LeanSteer, x.SteerLean + y.SteerLean, x.SteerSteer + y.SteerSteer);

    /// <summary>The matrix with each entry multiplied.</summary>
    public static Matrix2 operator *(double factor, Matrix2 x) =>
        new(factor * x.LeanLean, factor * x.LeanSteer, factor * x.SteerLean, factor * x.SteerSteer);

    /// <summary>The product of the two matrices.</summary>
    public static Matrix2 operator *(Matrix2 x, Matrix2 y) => new(
        (x.LeanLean * y.LeanLean) + (x.LeanSteer * y.SteerLean),
        (x.LeanLean * y.LeanSteer) + (x.LeanSteer * y.SteerSteer),
        (x.SteerLean * y.LeanLean) + (x.SteerSteer * y.SteerLean),
        (x.SteerLean * y.LeanSteer) + (x.SteerSteer * y.SteerSteer));
}
