using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>Where the bicycle of <see cref="WhippleBicycle"/> is and how it moves; right is positive.</summary>
/// <param name="Lean">φ, rad, of the rear frame from the vertical.</param>
/// <param name="Steer">δ, rad, of the handlebar from straight ahead.</param>
/// <param name="LeanRate">φ′, rad/s.</param>
/// <param name="SteerRate">δ′, rad/s.</param>
/// <param name="Heading">ψ, rad, from the x axis towards the y axis; not wrapped.</param>
/// <param name="X">Rear contact point along the direction that the ride began in, m.</param>
/// <param name="Y">Rear contact point to the right of it, m.</param>
/// <param name="Moment">Which step of the swing of the speed comes next, or which of the speeds was drawn; 0 where the speed is constant.</param>
public readonly record struct WhippleState(
    double Lean, double Steer, double LeanRate, double SteerRate, double Heading = 0, double X = 0, double Y = 0, long Moment = 0) : IBicycleState
{
    /// <summary>The pose; its angles and its y axis are positive to the left.</summary>
    public BicyclePose Pose => new(X, -Y, -Heading, -Lean, -Steer);

    /// <summary>Lean, steer and their rates, as they lie in memory.</summary>
    internal static Vector256<double> Motion(ref readonly WhippleState state) =>
        Unsafe.As<WhippleState, Vector256<double>>(ref Unsafe.AsRef(in state));
}
