namespace Tandem.Environments;

/// <summary>Rides at random: every action of the space is equally likely.</summary>
public sealed class RandomPolicy : IPolicy
{
    private readonly Space actionSpace;
    private RandomStream random;

    /// <summary>A random rider.</summary>
    /// <param name="actions">The action space of the worlds.</param>
    /// <param name="seed">The seed of its choices.</param>
    /// <param name="purpose">What its choices are for.</param>
    public RandomPolicy(Space actions, ulong seed, StreamPurpose purpose = StreamPurpose.EvaluationPolicy)
    {
        ArgumentNullException.ThrowIfNull(actions);
        (actionSpace, random) = (actions, RandomStream.Create(seed, purpose));
    }

    /// <inheritdoc/>
    public void Begin(int world)
    {
    }

    /// <inheritdoc/>
    public void Act(ReadOnlySpan<float> observations, ReadOnlySpan<double> lastRewards, ActionBatch actions)
    {
        for (var world = 0; world < actions.Count; world++)
        {
            actionSpace.Sample(ref random, actions, world);
        }
    }
}
