namespace Tandem.Environments;

/// <summary>
/// The worlds inside a <see cref="VectorShell{TWorlds}"/>: what differs between plain states and users' objects.
/// Implemented by structs, so that the shell's loop is compiled once for each kind.
/// </summary>
internal interface IWorldSet
{
    Space Observations { get; }

    Space Actions { get; }

    void Reset(int world, ref RandomStream random, Span<float> observation);

    /// <param name="world">Which world.</param>
    /// <param name="step">The number of this step in its episode, from 1.</param>
    /// <param name="action">The action, which lies in the space.</param>
    /// <param name="random">The world's stream.</param>
    /// <param name="observation">Receives the observation.</param>
    Outcome Step(int world, int step, ActionView action, ref RandomStream random, Span<float> observation);

    void Save(int world, BinaryWriter writer);

    /// <param name="world">Which world.</param>
    /// <param name="stepsTaken">How many steps its episode had when it was saved.</param>
    /// <param name="reader">What <see cref="Save"/> wrote.</param>
    /// <param name="random">The world's stream, already restored.</param>
    /// <param name="observation">The current observation, already restored; rewritten if the episode begins anew.</param>
    /// <returns>Whether the episode goes on where it was; false: it begins anew.</returns>
    bool Restore(int world, int stepsTaken, BinaryReader reader, ref RandomStream random, Span<float> observation);
}
