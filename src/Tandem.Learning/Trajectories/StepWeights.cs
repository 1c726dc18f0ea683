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

    /// <summary>
    /// Whether windows are drawn by their weights. By a table's, since what it finds worse weighs nearly nothing and would teach
    /// nothing. By those of perceptrons not: where it hardly matters what is done all weights are small, and a model that seldom saw
    /// what is done there could not ride on.
    /// </summary>
    internal bool DrawsWindows => Advantages.Form == CriticForm.Table;

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

    /// <summary>The largest weight of some episodes' steps, and the mean; a step of which nobody knows weighs 0 in both.</summary>
    internal (float Largest, float Mean) Over(IEnumerable<int> episodes)
    {
        var (largest, sum, steps) = (0f, 0.0, 0L);
        foreach (var episode in episodes)
        {
            foreach (var advantage in Advantages[episode])
            {
                var weight = Of(advantage);
                (largest, sum, steps) = (Math.Max(largest, weight), sum + weight, steps + 1);
            }
        }

        return (largest, steps == 0 ? 0 : (float)(sum / steps));
    }

    private float Of(float advantage) => (float)AdvantageWeights.Of(advantage, temperature, MostWeight);
}
