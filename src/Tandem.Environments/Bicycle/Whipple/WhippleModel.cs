namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>
/// Whipple's bicycle for small lean φ and steer δ at a constant forward speed v:
/// M q″ + v C₁ q′ + (g K₀ + v² K₂) q = (T_φ, T_δ) with q = (φ, δ).
/// </summary>
/// <remarks>Meijaard et al. 2007, equation 5.3; coefficients by its appendix A. Lean and steer are positive to the right.</remarks>
public sealed class WhippleModel
{
    /// <summary>A determinant this small beside its first product is what rounding left of it.</summary>
    private const double Rounding = 1e-12;

    /// <summary>The bicycle with the given parameters.</summary>
    /// <exception cref="ArgumentException">
    /// The inertia of a body is one that no distribution of mass has, or that of the whole has no inverse within rounding.
    /// </exception>
    public WhippleModel(WhippleParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        parameters.CheckRealisable();
        Parameters = parameters;
        (Mass, Damping, GravityStiffness, SpeedStiffness) = CanonicalMatrices.Of(parameters);
        if (!(Mass.Determinant > Rounding * Mass.LeanLean * Mass.SteerSteer))
            throw new ArgumentException("the mass matrix of this bicycle has no inverse: its masses, moments of inertia and distances are so far apart that rounding swallows some of them; give sizes of a bicycle");
    }

    /// <summary>What the bicycle is made of.</summary>
    public WhippleParameters Parameters { get; }

    /// <summary>M, kg m².</summary>
    public Matrix2 Mass { get; }

    /// <summary>C₁, kg m; times the speed it is the damping.</summary>
    public Matrix2 Damping { get; }

    /// <summary>K₀, kg m; times gravity it is the stiffness at rest.</summary>
    public Matrix2 GravityStiffness { get; }

    /// <summary>K₂, kg; times the speed squared it is the stiffness that riding adds.</summary>
    public Matrix2 SpeedStiffness { get; }

    /// <summary>The speeds between which the bicycle rides by itself.</summary>
    public CriticalSpeeds CriticalSpeeds => field ??= CriticalSpeeds.Of(this);

    /// <summary>How the bicycle moves by itself at a speed.</summary>
    /// <param name="speed">Forward speed, m/s; finite, 0 or more.</param>
    public Eigenmodes EigenmodesAt(double speed) =>
        Eigenmodes.Of(CharacteristicPolynomial(BodyCheck.Between(speed, 0, double.MaxValue, "speed", "m/s")));

    /// <summary>The coefficients of det(M s² + v C₁ s + g K₀ + v² K₂), that of s⁰ first.</summary>
    internal double[] CharacteristicPolynomial(double speed)
    {
        var damping = speed * Damping;
        var stiffness = StiffnessAt(speed);
        return
        [
            stiffness.Determinant,
            Matrix2.MixedDeterminant(damping, stiffness),
            damping.Determinant + Matrix2.MixedDeterminant(Mass, stiffness),
            Matrix2.MixedDeterminant(Mass, damping),
            Mass.Determinant,
        ];
    }

    /// <summary>A of x′ = A x + B u, [4, 4], with x = (φ, δ, φ′, δ′).</summary>
    internal SmallMatrix StateMatrix(double speed)
    {
        var inverse = Mass.Inverse();
        var (stiffness, damping) = (inverse * StiffnessAt(speed), speed * (inverse * Damping));
        var matrix = new SmallMatrix(4, 4);
        (matrix[0, 2], matrix[1, 3]) = (1, 1);
        (matrix[2, 0], matrix[2, 1], matrix[2, 2], matrix[2, 3]) = (-stiffness.LeanLean, -stiffness.LeanSteer, -damping.LeanLean, -damping.LeanSteer);
        (matrix[3, 0], matrix[3, 1], matrix[3, 2], matrix[3, 3]) = (-stiffness.SteerLean, -stiffness.SteerSteer, -damping.SteerLean, -damping.SteerSteer);
        return matrix;
    }

    /// <summary>B of x′ = A x + B u, [4, 2], with u = (T_φ, T_δ).</summary>
    internal SmallMatrix InputMatrix()
    {
        var inverse = Mass.Inverse();
        var matrix = new SmallMatrix(4, 2);
        (matrix[2, 0], matrix[2, 1]) = (inverse.LeanLean, inverse.LeanSteer);
        (matrix[3, 0], matrix[3, 1]) = (inverse.SteerLean, inverse.SteerSteer);
        return matrix;
    }

    /// <summary>ψ′ of x and v, [1, 4]: the heading turns by (v δ + c δ′) cos λ / w, positive to the right.</summary>
    internal SmallMatrix HeadingRow(double speed)
    {
        var turn = Math.Cos(Parameters.SteerAxisTilt) / Parameters.Wheelbase;
        var row = new SmallMatrix(1, 4);
        (row[0, 1], row[0, 3]) = (speed * turn, Parameters.Trail * turn);
        return row;
    }

    private Matrix2 StiffnessAt(double speed) => (Parameters.Gravity * GravityStiffness) + (speed * speed * SpeedStiffness);
}
