namespace Tandem.Learning.Reinforcement;

/// <summary>
/// A training that acts and learns in turns. One file per algorithm stands behind it; whoever keeps runs, watches or compares
/// trainings knows only this.
/// </summary>
/// <remarks>Deterministic: the same options, worlds and number of updates give the same bits, saved and restored in between or not.</remarks>
public interface ILearner : IDisposable
{
    /// <summary>Environment steps so far, over all worlds.</summary>
    long Steps { get; }

    /// <summary>Environment steps after which the training is complete; null: it counts episodes.</summary>
    long? TotalSteps { get; }

    /// <summary>Whether the training has come to its end.</summary>
    bool IsComplete { get; }

    /// <summary>Acts for a while, then learns.</summary>
    /// <exception cref="NonFiniteLossException">A loss or its gradient is not finite; the policy is as it was before the update.</exception>
    LearnerUpdate Update();

    /// <summary>What has been learned so far, normalisation included. Ask anew for what later updates learn.</summary>
    Agent Agent { get; }

    /// <summary>Writes everything that the next updates depend on: weights, optimiser, streams, worlds, replay.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    /// <returns>How many episodes begin anew because their world cannot be saved in the middle of one.</returns>
    int Restore(BinaryReader reader);
}
