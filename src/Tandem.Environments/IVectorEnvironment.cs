namespace Tandem.Environments;

/// <summary>
/// Many worlds of one kind, stepped together. A world whose episode ends is reset within the same step:
/// its current observation is the first of the next episode, and the one that ended the last is kept beside it.
/// </summary>
public interface IVectorEnvironment
{
    /// <summary>How many worlds.</summary>
    int Count { get; }

    /// <summary>The observation space of each world.</summary>
    Space Observations { get; }

    /// <summary>The action space of each world.</summary>
    Space Actions { get; }

    /// <summary>After this many steps an episode is truncated; null: never.</summary>
    int? StepLimit { get; }

    /// <summary>What each world is to be acted on next, [world, observation width].</summary>
    ReadOnlySpan<float> CurrentObservations { get; }

    /// <summary>The observation after the last step where that step ended an episode, [world, observation width]; elsewhere undefined.</summary>
    ReadOnlySpan<float> FinalObservations { get; }

    /// <summary>The reward of the last step, [world].</summary>
    ReadOnlySpan<double> Rewards { get; }

    /// <summary>Whether the last step ended the decision process, [world].</summary>
    ReadOnlySpan<bool> Terminated { get; }

    /// <summary>Whether the last step cut the episode, by the step limit or by the world itself, [world]; both may be true.</summary>
    ReadOnlySpan<bool> Truncated { get; }

    /// <summary>Begins an episode in every world; world i draws from stream i of the seed and purpose.</summary>
    void Reset(ulong seed, StreamPurpose purpose = StreamPurpose.Environment);

    /// <summary>Steps every world once. Nothing is allocated.</summary>
    void Step(ActionBatch actions);

    /// <summary>Everything that the following steps depend on: states, streams, step counts.</summary>
    byte[] SaveState();

    /// <summary>Goes on from what <see cref="SaveState"/> gave.</summary>
    /// <returns>How many episodes had to begin anew, since their worlds cannot be saved in the middle of one.</returns>
    int RestoreState(ReadOnlySpan<byte> state);
}
