using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>
/// One step of the linear bicycle in closed form: torques and speed are held while the step lasts, and the state moves by
/// the matrix exponential, without the error of an integrator.
/// </summary>
/// <remarks>
/// x⁺ = Φ x + Γ u from exp([A B; 0 0] Δt); the heading is integrated in the same exponential, as a fifth state that acts on
/// nothing. Each column lies in one vector, so that a step is six products of a vector and a number.
/// </remarks>
internal readonly struct HeldStep
{
    /// <summary>Beyond it a step keeps no digit that is right.</summary>
    private const double MostGrowth = 1e12;

    private readonly Vector256<double> ofLean;
    private readonly Vector256<double> ofSteer;
    private readonly Vector256<double> ofLeanRate;
    private readonly Vector256<double> ofSteerRate;
    private readonly Vector256<double> ofRollTorque;
    private readonly Vector256<double> ofSteerTorque;
    private readonly Vector256<double> headingOfState;
    private readonly double headingOfRollTorque;
    private readonly double headingOfSteerTorque;

    /// <summary>The step of a bicycle at a speed.</summary>
    /// <param name="bicycle">The bicycle.</param>
    /// <param name="speed">Forward speed, m/s.</param>
    /// <param name="seconds">How long the step lasts.</param>
    public HeldStep(WhippleModel bicycle, double speed, double seconds)
    {
        var exact = ExponentialOf(bicycle, speed, seconds);
        Vector256<double> Column(int column) => Vector256.Create(exact[0, column], exact[1, column], exact[2, column], exact[3, column]);

        Speed = speed;
        (ofLean, ofSteer, ofLeanRate, ofSteerRate) = (Column(0), Column(1), Column(2), Column(3));
        (ofRollTorque, ofSteerTorque) = (Column(5), Column(6));
        headingOfState = Vector256.Create(exact[4, 0], exact[4, 1], exact[4, 2], exact[4, 3]);
        (headingOfRollTorque, headingOfSteerTorque) = (exact[4, 5], exact[4, 6]);
    }

    /// <summary>Forward speed, m/s.</summary>
    public double Speed { get; }

    /// <summary>Φ, [4, 4], and the columns of Γ, [4, 2]: roll torque, steer torque.</summary>
    public static (SmallMatrix Transition, SmallMatrix Input) Matrices(WhippleModel bicycle, double speed, double seconds)
    {
        var exact = ExponentialOf(bicycle, speed, seconds);
        return (exact.Block(0, 0, 4, 4), exact.Block(0, 5, 4, 2));
    }

    /// <summary>The state one step later.</summary>
    /// <param name="state">Lean, steer and their rates.</param>
    /// <param name="rollTorque">Held roll torque, N m.</param>
    /// <param name="steerTorque">Held steer torque, N m.</param>
    /// <param name="turn">By how much the heading turned, rad.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> Apply(Vector256<double> state, double rollTorque, double steerTorque, out double turn)
    {
        turn = Vector256.Sum(headingOfState * state) + (headingOfRollTorque * rollTorque) + (headingOfSteerTorque * steerTorque);
        return (ofLean * state[0]) + (ofSteer * state[1]) + (ofLeanRate * state[2]) + (ofSteerRate * state[3])
            + (ofRollTorque * rollTorque) + (ofSteerTorque * steerTorque);
    }

    /// <summary>exp of the rates of (φ, δ, φ′, δ′, ψ, T_φ, T_δ) over the step, [7, 7].</summary>
    private static SmallMatrix ExponentialOf(WhippleModel bicycle, double speed, double seconds)
    {
        var (state, input, heading) = (bicycle.StateMatrix(speed), bicycle.InputMatrix(), bicycle.HeadingRow(speed));
        var rates = new SmallMatrix(7, 7);
        for (var column = 0; column < 4; column++)
        {
            rates[4, column] = heading[0, column];
            for (var row = 0; row < 4; row++)
                rates[row, column] = state[row, column];
        }

        for (var row = 0; row < 4; row++)
            (rates[row, 5], rates[row, 6]) = (input[row, 0], input[row, 1]);
        var exact = (seconds * rates).Exponential();
        return exact.Norm() < MostGrowth ? exact
            : throw new ArgumentException($"at {BodyCheck.Text(speed)} m/s this bicycle moves too fast for steps of {BodyCheck.Text(seconds)} s: give it more mass and larger moments of inertia, or a lower speed");
    }
}
