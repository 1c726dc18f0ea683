namespace Tandem.Environments;

/// <summary>Lets a policy ride many episodes and keeps what came of each.</summary>
public static class Rides
{
    /// <summary>Rides a fixed number of episodes.</summary>
    /// <remarks>
    /// Each world rides its share, fixed beforehand: taking the first episodes that end, whichever world they end in, would
    /// count short ones too often.
    /// </remarks>
    /// <param name="worlds">The worlds, which are reset.</param>
    /// <param name="policy">The rider.</param>
    /// <param name="episodes">How many episodes; at least 1.</param>
    /// <param name="seed">The seed of the worlds.</param>
    /// <param name="purpose">What the worlds' streams are for.</param>
    /// <param name="cancellation">Ends the riding early, with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The rides, those of the first world first, in the order they were ridden.</returns>
    public static IReadOnlyList<Ride> Roll(
        IVectorEnvironment worlds,
        IPolicy policy,
        int episodes,
        ulong seed,
        StreamPurpose purpose = StreamPurpose.Evaluation,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(worlds);
        ArgumentNullException.ThrowIfNull(policy);
        if (episodes < 1)
        {
            throw new ArgumentException($"{episodes} episodes cannot be ridden: give at least 1");
        }

        var roll = new RideRoll(worlds, policy, episodes);
        roll.Begin(seed, purpose);
        while (!roll.IsComplete)
        {
            cancellation.ThrowIfCancellationRequested();
            roll.Step();
        }

        return roll.Rides;
    }
}
