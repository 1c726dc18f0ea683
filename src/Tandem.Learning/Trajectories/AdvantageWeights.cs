namespace Tandem.Learning.Trajectories;

/// <summary>
/// How much a policy is to imitate an action: exp(β·A), at most a largest weight (advantage-weighted regression, Peng et al.,
/// 2019; Kostrikov et al., 2022, equation 7).
/// </summary>
public static class AdvantageWeights
{
    /// <summary>The weight of one action, 0 where its advantage is not known.</summary>
    /// <param name="advantage">A = Q(s, a) − V(s), in any unit; NaN where it is not known.</param>
    /// <param name="temperature">β, in 1 / that unit: 0 imitates all actions alike, more the better ones more.</param>
    /// <param name="largest">No weight is larger.</param>
    public static double Of(double advantage, double temperature, double largest) =>
        double.IsNaN(advantage) ? 0 : Math.Min(Math.Exp(temperature * advantage), largest);
}
