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

    /// <summary>The dynamics.</summary>
    public TWorld World => world;

    /// <summary>The present state.</summary>
    public TState State => state;

    object IStateView.State => state;

    /// <inheritdoc/>
    public Space Observations => world.Observations;

    /// <inheritdoc/>
    public Space Actions => world.Actions;

    /// <inheritdoc/>
    public void Reset(ref RandomStream random, Span<float> observation)
    {
        state = world.Start(ref random);
        world.Observe(state, observation);
    }

    /// <inheritdoc/>
    public Outcome Step(ActionView action, ref RandomStream random, Span<float> observation)
    {
        if (!world.Actions.Contains(action))
        {
            throw new ArgumentException($"the world cannot take {world.Actions.Objection(action)}");
        }

        var outcome = world.Step(ref state, action, ref random);
        world.Observe(state, observation);
        return outcome;
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer) => writer.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<TState>(in state)));

    /// <inheritdoc/>
    public void Restore(BinaryReader reader) => reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(new Span<TState>(ref state)));
}
