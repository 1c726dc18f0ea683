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

    /// <summary>How far the training is, in what its length is given in: steps, or episodes.</summary>
    LearnerProgress Progress { get; }

    /// <summary>Whether the training has come to its end.</summary>
    bool IsComplete { get; }

    /// <summary>What has been learned so far, as a copy, normalisation included; ask anew for what later updates learn.</summary>
    /// <exception cref="InvalidOperationException">The networks are not perceptrons, and are saved by their owner.</exception>
    Agent Agent { get; }

    /// <summary>Acts for a while, then learns. Where it throws, the training is over: a checkpoint is what goes on.</summary>
    /// <exception cref="NonFiniteLossException">A loss or its gradient is not finite; what was learned is as the last good gradient step, or the last good update, left it.</exception>
    /// <exception cref="EnvironmentException">A world failed.</exception>
    LearnerUpdate Update();

    /// <summary>Writes everything that the next updates depend on: weights, optimiser, streams, worlds, replay.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    /// <returns>How many episodes begin anew because their world cannot be saved in the middle of one.</returns>
    /// <exception cref="InvalidDataException">It was written with other options or another world.</exception>
    int Restore(BinaryReader reader);
}
