using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tandem.Environments;

/// <summary>Worlds of one dynamics whose states lie side by side in an array.</summary>
internal readonly struct StateWorlds<TWorld, TState>(TWorld world, int count) : IWorldSet
    where TWorld : IWorld<TState>
    where TState : unmanaged
{
    private readonly TWorld world = world;
    private readonly TState[] states = new TState[count];

    public Space Observations => world.Observations;

    public Space Actions => world.Actions;

    public void Reset(int world, ref RandomStream random, Span<float> observation)
    {
        states[world] = this.world.Start(ref random);
        this.world.Observe(states[world], observation);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Outcome Step(int world, int step, ActionView action, ref RandomStream random, Span<float> observation)
    {
        ref var state = ref states[world];
        var outcome = this.world.Step(ref state, action, ref random);
        this.world.Observe(state, observation);
        return outcome;
    }

    public void Save(int world, BinaryWriter writer) => writer.Write(MemoryMarshal.AsBytes(states.AsSpan(world, 1)));

    public bool Restore(int world, int stepsTaken, BinaryReader reader, ref RandomStream random, Span<float> observation)
    {
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(states.AsSpan(world, 1)));
        return true;
    }
}
