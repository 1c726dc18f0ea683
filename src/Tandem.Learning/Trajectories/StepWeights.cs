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
        var (sum, steps) = (0.0, 0L);
        for (var episode = 0; episode < advantages.Episodes; episode++)
        {
            foreach (var advantage in advantages[episode])
            {
                var weight = Of(advantage);
                (Largest, sum, steps) = (Math.Max(Largest, weight), sum + weight, steps + 1);
            }
        }

        Mean = steps == 0 ? 0 : (float)(sum / steps);
    }

    /// <summary>What the critic says.</summary>
    public StepAdvantages Advantages { get; }

    /// <summary>The largest weight of all steps; 0 where nothing is known of any.</summary>
    public float Largest { get; }

    /// <summary>The mean weight of all steps.</summary>
    public float Mean { get; }

    /// <summary>
    /// Whether windows are drawn by their weights. By a table's, most of which are nearly 0: the rest teaches nothing. By those of
    /// perceptrons no: where it hardly matters what is done all weights are small, and a model that seldom saw what is done there
    /// could not ride on.
    /// </summary>
    public bool DrawsWindows => Advantages.Form == CriticForm.Table;

    /// <summary>The weights of some steps.</summary>
    /// <param name="advantages">Their advantages, NaN where nobody knows: such steps are not imitated.</param>
    /// <param name="weights">Receives as many weights.</param>
    /// <returns>Their sum.</returns>
    public float Of(ReadOnlySpan<float> advantages, Span<float> weights)
    {
        var sum = 0f;
        for (var step = 0; step < advantages.Length; step++)
        {
            sum += weights[step] = Of(advantages[step]);
        }

        return sum;
    }

    private float Of(float advantage) => (float)AdvantageWeights.Of(advantage, temperature, MostWeight);
}
