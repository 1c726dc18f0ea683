namespace Tandem.Environments;

/// <summary>
/// The dynamics of a world over a state that is plain memory: written once, pure, and stepped by the thousand.
/// </summary>
/// <remarks>
/// Implement it as a <c>readonly struct</c>: the stepping loop is then compiled for exactly this world, with
/// nothing virtual in it, and the states of all worlds lie side by side in one array that can be saved as it is.
/// A world that needs objects or native handles implements <see cref="IEnvironment"/> instead.
/// </remarks>
/// <typeparam name="TState">Everything that the rest of an episode depends on, but the random stream.</typeparam>
public interface IWorld<TState>
    where TState : unmanaged
{
    /// <summary>What an observation is: its width and bounds.</summary>
    Space Observations { get; }

    /// <summary>What an action is.</summary>
    Space Actions { get; }

    /// <summary>The state that an episode begins in.</summary>
    TState Start(ref RandomStream random);

    /// <summary>Moves the state on by one action, which lies in <see cref="Actions"/>.</summary>
    Outcome Step(ref TState state, ActionView action, ref RandomStream random);

    /// <summary>Writes what an agent sees of the state; the span is as long as <see cref="Observations"/> is wide.</summary>
    void Observe(in TState state, Span<float> observation);
}
