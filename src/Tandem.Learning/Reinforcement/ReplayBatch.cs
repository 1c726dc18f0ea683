namespace Tandem.Learning.Reinforcement;

/// <summary>
/// Steps drawn from a <see cref="ReplayBuffer"/>: what was seen, done and earned, and what followed.
/// Legend: B rows, W observation width, A numbers of an action.
/// </summary>
public sealed class ReplayBatch
{
    /// <summary>Room for rows.</summary>
    /// <param name="observations">What the worlds show.</param>
    /// <param name="actions">What they are told.</param>
    /// <param name="size">B; at least 1.</param>
    public ReplayBatch(Space observations, Space actions, int size)
    {
        ArgumentNullException.ThrowIfNull(observations);
        ArgumentNullException.ThrowIfNull(actions);
        Size = size >= 1 ? size : throw new ArgumentException($"a batch of {size} steps is empty: give at least 1");
        Observations = new float[size * observations.Width];
        NextObservations = new float[size * observations.Width];
        Choices = new int[actions is Box ? 0 : size * actions.Width];
        Values = new float[actions is Box ? size * actions.Width : 0];
        Returns = new double[size];
        Discounts = new double[size];
    }

    /// <summary>B.</summary>
    public int Size { get; }

    /// <summary>What was acted on, [B, W].</summary>
    public float[] Observations { get; }

    /// <summary>What n steps led to, the final observation where the episode ended, [B, W].</summary>
    public float[] NextObservations { get; }

    /// <summary>The choices, [B, A]; empty for a box.</summary>
    public int[] Choices { get; }

    /// <summary>The real numbers of the action, [B, A]; empty where actions are choices.</summary>
    public float[] Values { get; }

    /// <summary>R, the discounted rewards of the n steps, [B].</summary>
    public double[] Returns { get; }

    /// <summary>What the value of the next observation is multiplied by: γⁿ, or 0 where the episode terminated, [B].</summary>
    public double[] Discounts { get; }
}
