namespace Tandem.Learning.Trajectories;

/// <summary>What a critic says of every recorded step: how much better its action is than what its observation promises, Q(s, a) − V(s).</summary>
/// <remarks>NaN where nobody knows: every way on from the step was cut before the data show what came of it.</remarks>
public sealed class StepAdvantages
{
    /// <summary>What an advantage of 0 may be off by.</summary>
    private const float Rounding = 1e-6f;

    private readonly float[][] advantages;

    /// <summary>The advantages of each episode's steps.</summary>
    /// <param name="advantages">[episode][step].</param>
    /// <param name="form">The form of the critic that they come from.</param>
    internal StepAdvantages(float[][] advantages, CriticForm form)
    {
        (this.advantages, Form) = (advantages, form);
        Scale = TypicalSize(advantages);
    }

    /// <summary>The form of the critic that they come from: a table or perceptrons.</summary>
    public CriticForm Form { get; }

    /// <summary>
    /// What an advantage is measured in: the median size of those that are known and not 0; 1 where there are none. A few steps
    /// into a place that nobody comes back from, which cost far more than any other, do not change it.
    /// </summary>
    public double Scale { get; }

    /// <summary>An episode's, [steps].</summary>
    public ReadOnlySpan<float> this[int episode] => advantages[episode];

    private static double TypicalSize(float[][] advantages)
    {
        float[] sizes = [.. advantages.SelectMany(episode => episode).Where(float.IsFinite).Select(Math.Abs).Where(size => size > Rounding).Order()];
        return sizes.Length == 0 ? 1 : sizes[sizes.Length / 2];
    }
}
