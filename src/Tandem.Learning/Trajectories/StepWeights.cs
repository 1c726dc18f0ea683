namespace Tandem.Learning.Trajectories;

/// <summary>
/// How much a model is to imitate each recorded step, by what a critic says of it: <see cref="AdvantageWeights"/>, divided by their
/// mean over the data, so that a loss stays as large as one in which all steps count alike.
/// </summary>
/// <remarks>
/// A model that is told how good each action was could learn them all; but where the best was recorded once among many
/// others, their likelihoods run into one another, and asked for the best it still does what was done most often.
/// </remarks>
public sealed class StepWeights
{
    private const double Largest = 100;

    private readonly double temperature;
    private readonly double mean;

    /// <summary>Weights for what a critic says.</summary>
    /// <param name="advantages">That.</param>
    /// <param name="temperature">β, for advantages in units of their <see cref="StepAdvantages.Scale"/>; 0 weighs all that is known alike.</param>
    public StepWeights(StepAdvantages advantages, double temperature)
    {
        ArgumentNullException.ThrowIfNull(advantages);
        (Advantages, this.temperature) = (advantages, temperature / advantages.Scale);
        var (sum, count) = (0.0, 0L);
        for (var episode = 0; episode < advantages.Episodes; episode++)
        {
            foreach (var advantage in advantages[episode])
            {
                sum += AdvantageWeights.Of(advantage, this.temperature, Largest);
                count++;
            }
        }

        mean = sum > 0 ? sum / count : 1;
    }

    /// <summary>What the critic says.</summary>
    public StepAdvantages Advantages { get; }

    /// <summary>The weights of some steps.</summary>
    /// <param name="advantages">Their advantages, NaN where nobody knows: such steps are not imitated.</param>
    /// <param name="weights">Receives as many weights.</param>
    public void Of(ReadOnlySpan<float> advantages, Span<float> weights)
    {
        for (var step = 0; step < weights.Length; step++)
        {
            weights[step] = (float)(AdvantageWeights.Of(advantages[step], temperature, Largest) / mean);
        }
    }
}
