using System.Runtime.InteropServices;

namespace Tandem.Environments;

/// <summary>An environment whose state can be looked at while it is ridden, to be drawn.</summary>
public interface IStateView
{
    /// <summary>A copy of the present state.</summary>
    object State { get; }
}

/// <summary>
/// One world of an <see cref="IWorld{TState}"/> as an environment of its own. For many of them take
/// <see cref="VectorEnvironment"/>, which is far faster.
/// </summary>
/// <typeparam name="TWorld">The dynamics.</typeparam>
/// <typeparam name="TState">The state of the dynamics.</typeparam>
public sealed class WorldEnvironment<TWorld, TState>(TWorld world) : IResumableEnvironment, IStateView
    where TWorld : IWorld<TState>
    where TState : unmanaged
{
    private TState state;
    private Phase phase;

    /// <summary>The dynamics.</summary>
    public TWorld World => world;

    /// <summary>The present state.</summary>
    public TState State => state;

    object IStateView.State => state;

    /// <summary>Whether the world may be stepped.</summary>
    /// <remarks>The numbers are in what is saved.</remarks>
    private enum Phase : byte
    {
        Unbegun = 0,
        Riding = 1,
        Ended = 2,
    }

    /// <inheritdoc/>
    public Space Observations => world.Observations;

    /// <inheritdoc/>
    public Space Actions => world.Actions;

    /// <inheritdoc/>
    public void Reset(ref RandomStream random, Span<float> observation)
    {
        state = world.Start(ref random);
        phase = Phase.Riding;
        world.Observe(state, observation);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The world was not reset, or its episode has ended.</exception>
    public Outcome Step(ActionView action, ref RandomStream random, Span<float> observation)
    {
        if (phase != Phase.Riding)
        {
            throw new InvalidOperationException(phase == Phase.Unbegun
                ? $"the world cannot be stepped before it is reset: call {nameof(Reset)} first"
                : $"the episode has ended and cannot be stepped on: call {nameof(Reset)} to begin the next");
        }

        if (!world.Actions.Contains(action))
        {
            throw new ArgumentException($"the world cannot take {world.Actions.Objection(action)}");
        }

        var outcome = world.Step(ref state, action, ref random);
        world.Observe(state, observation);
        phase = outcome.Terminated || outcome.Truncated ? Phase.Ended : Phase.Riding;
        return outcome;
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        writer.Write((byte)phase);
        writer.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<TState>(in state)));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">What is read was not written by <see cref="Save"/>.</exception>
    public void Restore(BinaryReader reader)
    {
        var saved = (Phase)reader.ReadByte();
        if (!Enum.IsDefined(saved))
        {
            throw new InvalidDataException($"the saved world begins with {(byte)saved}, which is no phase of an episode: give what {nameof(Save)} wrote");
        }

        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(new Span<TState>(ref state)));
        phase = saved;
    }
}
