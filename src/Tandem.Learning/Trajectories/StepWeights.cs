namespace Tandem.Learning.Trajectories;

/// <summary>How much a model is to imitate each recorded step, by what a critic says of it: <see cref="AdvantageWeights"/>.</summary>
/// <remarks>
/// A model that is told how good each action was could learn them all; but where the best was recorded once among many
/// others, their likelihoods run into one another, and asked for the best it still does what was done most often.
/// </remarks>
public sealed class StepWeights
{
    private const double MostWeight = 100;

    private readonly double temperature;

    /// <summary>Weights for what a critic says.</summary>
    /// <param name="advantages">That.</param>
    /// <param name="temperature">β, for advantages in units of their <see cref="StepAdvantages.Scale"/>; 0 weighs all that is known alike.</param>
    public StepWeights(StepAdvantages advantages, double temperature)
    {
        ArgumentNullException.ThrowIfNull(advantages);
        (Advantages, this.temperature) = (advantages, temperature / advantages.Scale);
    }

    /// <summary>What the critic says.</summary>
    public StepAdvantages Advantages { get; }

    /// <summary>The weights of some steps.</summary>
    /// <param name="advantages">Their advantages, NaN where nobody knows: such steps are not imitated.</param>
    /// <param name="weights">Receives as many weights.</param>
    public void Of(ReadOnlySpan<float> advantages, Span<float> weights)
    {
        for (var step = 0; step < advantages.Length; step++)
        {
            weights[step] = Of(advantages[step]);
        }
    }

    /// <summary>The mean weight of some episodes' steps; one of which nobody knows weighs 0.</summary>
    internal float Mean(IEnumerable<int> episodes)
    {
        var (sum, steps) = (0.0, 0L);
        foreach (var episode in episodes)
        {
            foreach (var advantage in Advantages[episode])
            {
                (sum, steps) = (sum + Of(advantage), steps + 1);
            }
        }

        return steps == 0 ? 0 : (float)(sum / steps);
    }

    private float Of(float advantage) => (float)AdvantageWeights.Of(advantage, temperature, MostWeight);
}
