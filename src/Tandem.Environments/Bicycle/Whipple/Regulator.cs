namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>
/// The linear rider of least expected cost for a linear model x⁺ = Φ x + Γ u with the cost Σ xᵀ Q x + r u² (the discrete
/// linear-quadratic regulator; Kalman 1960).
/// </summary>
internal sealed class Regulator
{
    private const int MostDoublings = 60;

    private readonly SmallMatrix transition;
    private readonly SmallMatrix input;
    private readonly SmallMatrix stateCost;
    private readonly double inputCost;

    /// <summary>Solves for the gains.</summary>
    /// <param name="transition">Φ, [4, 4].</param>
    /// <param name="input">Γ of the steer torque, [4, 1].</param>
    /// <param name="stateCost">Q, [4, 4].</param>
    /// <param name="inputCost">r.</param>
    public Regulator(SmallMatrix transition, SmallMatrix input, SmallMatrix stateCost, double inputCost)
    {
        (this.transition, this.input, this.stateCost, this.inputCost) = (transition, input, stateCost, inputCost);
        CostToGo = SolveRiccati();
        Gains = GainsFor(CostToGo);
    }

    /// <summary>P: xᵀ P x is what riding on from x costs without disturbances, [4, 4].</summary>
    public SmallMatrix CostToGo { get; }

    /// <summary>K of u = −K x, [1, 4].</summary>
    public SmallMatrix Gains { get; }

    /// <summary>The regulator of a bicycle at a speed, for the step and the cost of <see cref="WhippleBicycle"/>.</summary>
    public static Regulator Of(WhippleModel bicycle, double speed)
    {
        var (transition, input) = HeldStep.Matrices(bicycle, speed, WhippleBicycle.StepSeconds);
        var costs = WhippleBicycle.StateCosts;
        return new(transition, input.Block(0, 1, 4, 1), SmallMatrix.Diagonal(costs[0], costs[1], costs[2], costs[3]), WhippleBicycle.TorqueCost);
    }

    /// <summary>
    /// The least expected cost of so many steps: P runs backwards from 0 by Riccati's recursion, and each disturbance adds
    /// tr(P W).
    /// </summary>
    /// <param name="steps">How many steps.</param>
    /// <param name="start">Covariance of the state at the start, [4, 4].</param>
    /// <param name="disturbance">W, covariance of what disturbs each step, [4, 4].</param>
    public double ExpectedCost(int steps, SmallMatrix start, SmallMatrix disturbance)
    {
        var (cost, sum) = (new SmallMatrix(4, 4), 0.0);
        for (var step = 0; step < steps; step++)
        {
            sum += (cost * disturbance).Trace();
            cost = stateCost + (transition.Transpose() * cost * (transition - (input * GainsFor(cost))));
        }

        return sum + (cost * start).Trace();
    }

    /// <summary>
    /// The largest standard deviations that lean and torque have in so many steps under u = −K x: the covariance runs forward
    /// by Σ⁺ = (Φ − Γ K) Σ (Φ − Γ K)ᵀ + W.
    /// </summary>
    /// <param name="steps">How many steps.</param>
    /// <param name="start">Covariance of the state at the start, [4, 4].</param>
    /// <param name="disturbance">W, covariance of what disturbs each step, [4, 4].</param>
    public (double Lean, double Torque) LargestDeviations(int steps, SmallMatrix start, SmallMatrix disturbance)
    {
        var closed = transition - (input * Gains);
        var (covariance, lean, torque) = (start, 0.0, 0.0);
        for (var step = 0; step <= steps; step++)
        {
            (lean, torque) = (Math.Max(lean, covariance[0, 0]), Math.Max(torque, (Gains * covariance * Gains.Transpose())[0, 0]));
            covariance = (closed * covariance * closed.Transpose()) + disturbance;
        }

        return (Math.Sqrt(lean), Math.Sqrt(torque));
    }

    /// <summary>K = (r + Γᵀ P Γ)⁻¹ Γᵀ P Φ.</summary>
    private SmallMatrix GainsFor(SmallMatrix cost)
    {
        var weighed = input.Transpose() * cost;
        return 1 / (inputCost + (weighed * input)[0, 0]) * (weighed * transition);
    }

    /// <summary>
    /// P = Q + Φᵀ P (I + G P)⁻¹ Φ with G = Γ r⁻¹ Γᵀ, by doubling: each turn looks twice as many steps ahead
    /// (Anderson 1978; Chu, Fan and Lin 2005).
    /// </summary>
    private SmallMatrix SolveRiccati()
    {
        var (a, g, h) = (transition, 1 / inputCost * (input * input.Transpose()), stateCost);
        for (var turn = 0; turn < MostDoublings && double.IsFinite(h.Norm()); turn++)
        {
            var inverse = (SmallMatrix.Identity(4) + (g * h)).Inverse();
            var (ahead, gain) = (a * inverse, a.Transpose() * h * inverse * a);
            (a, g, h) = (ahead * a, g + (ahead * g * a.Transpose()), h + gain);
            if (gain.Norm() < 1e-15 * h.Norm())
                return h;
        }

        throw new ArgumentException("no torque at the handlebar keeps this bicycle upright at this speed: its unstable motion cannot be steered");
    }
}
