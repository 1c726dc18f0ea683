namespace Tandem.Learning.Reinforcement;

/// <summary>Returns of an episode: what a step was worth, seen from the end.</summary>
public static class Returns
{
    /// <summary>
    /// Discounted returns-to-go, Gₜ = rₜ + γ·Gₜ₊₁ with G after the last step = <paramref name="bootstrap"/>
    /// (Sutton and Barto, 2nd edition, equation 3.9).
    /// </summary>
    /// <param name="rewards">The rewards of one episode, [steps].</param>
    /// <param name="discount">γ.</param>
    /// <param name="bootstrap">0 where the episode terminated; the value of its final observation where it was truncated.</param>
    /// <param name="returns">Receives [steps].</param>
    public static void Discounted(ReadOnlySpan<double> rewards, double discount, double bootstrap, Span<double> returns)
    {
        var following = bootstrap;
        for (var step = rewards.Length - 1; step >= 0; step--)
        {
            following = rewards[step] + (discount * following);
            returns[step] = following;
        }
    }

    /// <summary>
    /// Shifts and scales to mean 0 and standard deviation 1 (that of a sample, n − 1, plus 10⁻⁸).
    /// A single return has no spread and stays as it is.
    /// </summary>
    public static void Normalize(Span<double> returns)
    {
        if (returns.Length < 2)
        {
            return;
        }

        var mean = 0.0;
        foreach (var value in returns)
        {
            mean += value;
        }

        mean /= returns.Length;
        var squares = 0.0;
        foreach (var value in returns)
        {
            squares += (value - mean) * (value - mean);
        }

        var scale = 1 / (Math.Sqrt(squares / (returns.Length - 1)) + 1e-8);
        for (var i = 0; i < returns.Length; i++)
        {
            returns[i] = (returns[i] - mean) * scale;
        }
    }
}
