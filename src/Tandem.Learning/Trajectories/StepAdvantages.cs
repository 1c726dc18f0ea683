namespace Tandem.Learning.Trajectories;

/// <summary>What a critic says of every recorded step: how much better its action is than what its observation promises, Q(s, a) − V(s).</summary>
/// <remarks>NaN where nobody knows: every way on from the step was cut before the data show what came of it.</remarks>
public sealed class StepAdvantages
{
    private readonly float[][] advantages;

    /// <summary>The advantages of each episode's steps.</summary>
    /// <param name="advantages">[episode][step].</param>
    /// <param name="form">The form of the critic that they come from.</param>
    internal StepAdvantages(float[][] advantages, CriticForm form)
    {
        (this.advantages, Form) = (advantages, form);
        Deviation = Spread(advantages);
    }

    /// <summary>The form of the critic that they come from: a table or perceptrons.</summary>
    public CriticForm Form { get; }

    /// <summary>The standard deviation of those that are known; 1 where they are all the same.</summary>
    public double Deviation { get; }

    /// <summary>An episode's, [steps].</summary>
    public ReadOnlySpan<float> this[int episode] => advantages[episode];

    private static double Spread(float[][] advantages)
    {
        var (count, sum, squares) = (0L, 0.0, 0.0);
        foreach (var advantage in advantages.SelectMany(episode => episode).Where(float.IsFinite))
        {
            count++;
            sum += advantage;
            squares += (double)advantage * advantage;
        }

        var variance = count == 0 ? 0 : Math.Max(0, (squares / count) - (sum / count * (sum / count)));
        return variance > 1e-12 ? Math.Sqrt(variance) : 1;
    }
}
