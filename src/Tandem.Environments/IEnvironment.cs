namespace Tandem.Environments;

/// <summary>
/// A simulator that an agent can act in: a Markov decision process, stepped in process.
/// </summary>
/// <remarks>
/// All randomness comes from the stream that is handed in, so a ride can be repeated, saved and resumed.
/// An environment knows nothing of step limits, of resetting itself or of its siblings: the shell that steps many of them
/// owns those. After <see cref="Outcome.Terminated"/> or <see cref="Outcome.Truncated"/> the next call is a reset.
/// </remarks>
public interface IEnvironment
{
    /// <summary>What an observation is: its width and bounds.</summary>
    Space Observations { get; }

    /// <summary>What an action is.</summary>
    Space Actions { get; }

    /// <summary>Begins an episode and writes its first observation.</summary>
    /// <param name="random">The stream that every draw of this episode comes from.</param>
    /// <param name="observation">Receives the observation; its length is <c>Observations.Width</c>.</param>
    void Reset(ref RandomStream random, Span<float> observation);

    /// <summary>Takes one action and writes the observation that follows it.</summary>
    /// <param name="action">The action, of the shape that <see cref="Actions"/> says.</param>
    /// <param name="random">The stream that every draw of this episode comes from.</param>
    /// <param name="observation">Receives the observation; its length is <c>Observations.Width</c>.</param>
    Outcome Step(ActionView action, ref RandomStream random, Span<float> observation);
}

/// <summary>
/// An environment whose episode can be saved in the middle and gone on with later, in another process.
/// Without it, a resumed training begins the interrupted episode anew.
/// </summary>
public interface IResumableEnvironment : IEnvironment
{
    /// <summary>Writes everything that the rest of the episode depends on, but the random stream.</summary>
    void Save(BinaryWriter writer);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    void Restore(BinaryReader reader);
}

/// <summary>What one step brought.</summary>
/// <param name="Reward">The reward of the step.</param>
/// <param name="Terminated">The episode reached an end of the decision process itself: nothing follows, the value is zero.</param>
/// <param name="Truncated">The episode was cut for a reason outside the decision process: the value goes on.</param>
public readonly record struct Outcome(double Reward, bool Terminated, bool Truncated = false);
