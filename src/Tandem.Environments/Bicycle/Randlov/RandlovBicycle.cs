namespace Tandem.Environments.Bicycle;

/// <summary>
/// The bicycle of Randløv and Alstrøm, "Learning to Drive a Bicycle using Reinforcement Learning and Shaping", ICML 1998:
/// a rider of 60 kg on a bicycle of 15 kg at 10 km/h, moved on by 0.01 s at a time.
/// </summary>
/// <remarks>
/// <para>With φ = ω + atan((d + w) / h), the torque T at the handlebar, the body's displacement d and its wavering w:</para>
/// <para>I ω″ = M h g sin φ − cos φ · [I_dc σ′ θ′ + v² (M_d r (κ_f + κ_b) + M h κ)]; I_dl θ″ = T − I_dv σ′ ω′.</para>
/// <para>The curvatures κ_f = sin θ / l, κ_b = tan θ / l and κ = tan θ / √(l² + ((l − c) tan θ)²) are those of the ways of the
/// front tyre, the back tyre and the common centre of mass. They are signed here, where the paper has a sign of θ and radii.</para>
/// <para>Ernst, Geurts and Wehenkel, "Tree-Based Batch Mode Reinforcement Learning", JMLR 6, 2005, appendix C.4, integrate the
/// same equations differently (<see cref="RandlovIntegration"/>), and have atan(d + w) / h in φ.</para>
/// </remarks>
public readonly struct RandlovBicycle(RandlovIntegration integration)
{
    /// <summary>What one step takes, in seconds.</summary>
    public const double StepSeconds = 0.01;

    /// <summary>v: the constant speed, in metres a second.</summary>
    public const double SpeedMetresPerSecond = 10 / 3.6;

    /// <summary>l: from one tyre's contact with the ground to the other's, in metres.</summary>
    public const double WheelbaseMetres = 1.11;

    /// <summary>The bicycle has fallen when it leans by more than this: 12°.</summary>
    public const double FallRadians = Math.PI / 15;

    /// <summary>The handlebar turns no further than this: 80°, as the original program rounds it.</summary>
    public const double WidestSteerRadians = 1.3963;

    private const double ErnstStopRadians = 80 * Math.PI / 180;
    private const double Gravity = 9.82;                     // g, m/s²
    private const double MassBehindFrontTyre = 0.66;         // c, m
    private const double MassHeight = 0.94;                  // h, m
    private const double RiderAboveMass = 0.30;              // d_CM, m
    private const double BicycleMass = 15;                   // M_c, kg
    private const double TyreMass = 1.7;                     // M_d, kg
    private const double RiderMass = 60;                     // M_p, kg
    private const double TyreRadius = 0.34;                  // r, m
    private const double Mass = BicycleMass + RiderMass;     // M
    private const double TyreSpin = SpeedMetresPerSecond / TyreRadius; // σ′, rad/s
    private const double TyreInertia = TyreMass * TyreRadius * TyreRadius; // I_dc, kg m²
    private const double SpinInertia = 1.5 * TyreInertia;    // I_dv
    private const double SteerInertia = 0.5 * TyreInertia;   // I_dl
    private const double LeanInertia =                       // I
        (13.0 / 3 * BicycleMass * MassHeight * MassHeight) + (RiderMass * (MassHeight + RiderAboveMass) * (MassHeight + RiderAboveMass));
    private const double StepMetres = SpeedMetresPerSecond * StepSeconds;

    /// <summary>Moves the bicycle on by one step.</summary>
    /// <param name="state">The state.</param>
    /// <param name="torque">T, N m.</param>
    /// <param name="displacement">d + w, m.</param>
    public void Advance(ref RandlovState state, double torque, double displacement) => state = integration == RandlovIntegration.Original
        ? AdvancedAsOriginal(state, torque, displacement)
        : AdvancedAsErnst(state, torque, displacement);

    private static RandlovState AdvancedAsOriginal(in RandlovState old, double torque, double displacement)
    {
        var (frontCurvature, backCurvature, massCurvature) = Curvatures(old.Steer);
        var pull = old.Lean + Math.Atan(displacement / MassHeight);
        var leanAcceleration = LeanAcceleration(pull, old.SteerRate, frontCurvature + backCurvature, massCurvature);
        var leanRate = old.LeanRate + (leanAcceleration * StepSeconds);
        var steerRate = old.SteerRate + (SteerAcceleration(torque, old.LeanRate) * StepSeconds);
        var steer = old.Steer + (steerRate * StepSeconds);
        steer = Math.Abs(steer) > WidestSteerRadians ? Math.CopySign(WidestSteerRadians, steer) : steer;

        var (frontX, frontY) = Rolled(old.FrontX, old.FrontY, old.Heading + steer, frontCurvature);
        var (backX, backY) = Rolled(old.BackX, old.BackY, old.Heading, backCurvature);
        var length = Math.Sqrt(Square(frontX - backX) + Square(frontY - backY));
        if (Math.Abs(length - WheelbaseMetres) > 0.01)
        {
            backX += (backX - frontX) * (WheelbaseMetres - length) / length;
            backY += (backY - frontY) * (WheelbaseMetres - length) / length;
        }

        return new RandlovState(
            old.Lean + (leanRate * StepSeconds), leanRate, leanAcceleration, steer, steerRate,
            Math.Atan2(backX - frontX, frontY - backY), frontX, frontY, backX, backY);
    }

    private static RandlovState AdvancedAsErnst(in RandlovState old, double torque, double displacement)
    {
        var (frontCurvature, backCurvature, massCurvature) = Curvatures(old.Steer);
        var pull = old.Lean + (Math.Atan(displacement) / MassHeight);
        var leanAcceleration = LeanAcceleration(pull, old.SteerRate, frontCurvature + backCurvature, massCurvature);
        var steer = old.Steer + (old.SteerRate * StepSeconds);
        var isAtStop = Math.Abs(steer) > ErnstStopRadians;

        var (sine, cosine) = Math.SinCos(old.Heading);
        var (backX, backY) = (old.BackX - (StepMetres * sine), old.BackY + (StepMetres * cosine));
        var heading = Math.IEEERemainder(old.Heading + (StepMetres * backCurvature), 2 * Math.PI);
        (sine, cosine) = Math.SinCos(heading);
        return new RandlovState(
            old.Lean + (old.LeanRate * StepSeconds),
            old.LeanRate + (leanAcceleration * StepSeconds),
            leanAcceleration,
            isAtStop ? Math.CopySign(ErnstStopRadians, steer) : steer,
            isAtStop ? 0 : old.SteerRate + (SteerAcceleration(torque, old.LeanRate) * StepSeconds),
            heading, backX - (WheelbaseMetres * sine), backY + (WheelbaseMetres * cosine), backX, backY);
    }

    private static double LeanAcceleration(double pull, double steerRate, double tyreCurvatures, double massCurvature)
    {
        var (sine, cosine) = Math.SinCos(pull);
        var gyroscopic = TyreInertia * TyreSpin * steerRate;
        var centrifugal = Square(SpeedMetresPerSecond) * ((TyreMass * TyreRadius * tyreCurvatures) + (Mass * MassHeight * massCurvature));
        return ((Mass * MassHeight * Gravity * sine) - (cosine * (gyroscopic + centrifugal))) / LeanInertia;
    }

    private static double SteerAcceleration(double torque, double leanRate) =>
        (torque - (SpinInertia * TyreSpin * leanRate)) / SteerInertia;

    private static (double Front, double Back, double Mass) Curvatures(double steer)
    {
        const double MassBeforeBackTyre = WheelbaseMetres - MassBehindFrontTyre;
        var (sine, cosine) = Math.SinCos(steer);
        var tangent = sine / cosine;
        return (
            sine / WheelbaseMetres,
            tangent / WheelbaseMetres,
            tangent / Math.Sqrt(Square(WheelbaseMetres) + Square(MassBeforeBackTyre * tangent)));
    }

    /// <summary>
    /// Where a tyre has rolled to, as the original program has it: along a chord that is turned by the sign of the direction
    /// from the y axis, not by the curve's own; a straight way is a circle of radius 9,999,999 m.
    /// </summary>
    private static (double X, double Y) Rolled(double x, double y, double direction, double curvature)
    {
        const double Straight = 1 / 9_999_999.0;
        var chordSine = Math.Sign(direction) * StepMetres / 2 * (curvature == 0 ? Straight : Math.Abs(curvature));
        var chordCosine = Math.Sqrt(1 - Square(chordSine));
        var (sine, cosine) = Math.SinCos(direction);
        return (x - (StepMetres * ((sine * chordCosine) + (cosine * chordSine))), y + (StepMetres * ((cosine * chordCosine) - (sine * chordSine))));
    }

    private static double Square(double number) => number * number;
}
