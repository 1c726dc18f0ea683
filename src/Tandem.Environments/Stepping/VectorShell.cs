using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Tandem.Environments;

/// <summary>
/// What all worlds have in common when many are stepped: streams, step limits, resets within the step, final observations.
/// </summary>
internal sealed class VectorShell<TWorlds> : IVectorEnvironment
    where TWorlds : struct, IWorldSet
{
    private readonly TWorlds worlds;
    private readonly int width;
    private readonly float[] currentObservations;
    private readonly float[] finalObservations;
    private readonly double[] rewards;
    private readonly bool[] terminated;
    private readonly bool[] truncated;
    private readonly int[] stepsTaken;
    private readonly RandomStream[] streams;
    private int stepping;
    private bool begun;

    public VectorShell(TWorlds worlds, int count, int? stepLimit)
    {
        (this.worlds, Count, StepLimit) = (worlds, count, stepLimit);
        (Observations, Actions) = (worlds.Observations, worlds.Actions);
        width = Observations.Width;
        currentObservations = new float[count * width];
        finalObservations = new float[count * width];
        rewards = new double[count];
        terminated = new bool[count];
        truncated = new bool[count];
        stepsTaken = new int[count];
        streams = new RandomStream[count];
    }

    public int Count { get; }

    public Space Observations { get; }

    public Space Actions { get; }

    public int? StepLimit { get; }

    public ReadOnlySpan<float> CurrentObservations => currentObservations;

    public ReadOnlySpan<float> FinalObservations => finalObservations;

    public ReadOnlySpan<double> Rewards => rewards;

    public ReadOnlySpan<bool> Terminated => terminated;

    public ReadOnlySpan<bool> Truncated => truncated;

    public void Reset(ulong seed, StreamPurpose purpose = StreamPurpose.Environment)
    {
        Array.Clear(rewards);
        Array.Clear(terminated);
        Array.Clear(truncated);
        Array.Clear(stepsTaken);
        for (var world = 0; world < Count; world++)
        {
            streams[world] = RandomStream.Create(seed, purpose, world);
            worlds.Reset(world, ref streams[world], Row(currentObservations, world));
        }

        begun = true;
    }

    public void Step(ActionBatch actions)
    {
        CheckBegun("stepped");
        ActionCheck.Check(actions, Actions, Count);
        try
        {
            StepAll(actions);
        }
        catch (Exception fault) when (fault is not EnvironmentException)
        {
            throw new EnvironmentException(stepping, stepsTaken[stepping], $"threw {fault.GetType().Name} ({fault.Message})", fault);
        }
    }

    public byte[] SaveState()
    {
        CheckBegun("saved");
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        WriteShell(writer);
        for (var world = 0; world < Count; world++)
        {
            worlds.Save(world, writer);
        }

        writer.Flush();
        return memory.ToArray();
    }

    public int RestoreState(ReadOnlySpan<byte> state)
    {
        begun = false;
        using var reader = new BinaryReader(new MemoryStream(state.ToArray()));
        try
        {
            ReadShell(reader);
            var begunAnew = 0;
            for (var world = 0; world < Count; world++)
            {
                begunAnew += RestoreWorld(world, reader) ? 0 : 1;
            }

            begun = reader.BaseStream.Position == state.Length;
            return begun ? begunAnew : throw new InvalidDataException($"the saved state of {Count} worlds has {state.Length - reader.BaseStream.Position} bytes too many: it is not one of these worlds");
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidDataException($"the saved state of {Count} worlds ends after {state.Length} bytes: it was cut short, or is of another world", exception);
        }
    }

    private void StepAll(ActionBatch actions)
    {
        var limit = StepLimit ?? int.MaxValue;
        var unsound = 0.0;
        for (var world = 0; world < stepsTaken.Length; world++)
        {
            stepping = world;
            var step = ++stepsTaken[world];
            var outcome = worlds.Step(world, step, actions.TrustedAt(world), ref streams[world], Row(currentObservations, world));
            var cut = outcome.Truncated | step >= limit;
            rewards[world] = outcome.Reward;
            unsound += outcome.Reward * 0; // 0, but for infinity and what is no number
            terminated[world] = outcome.Terminated;
            truncated[world] = cut;
            if (outcome.Terminated | cut)
            {
                CheckNumbers(world, step);
                BeginNextEpisode(world);
            }
        }

        if (unsound != 0 || !FiniteNumbers.AreAll(currentObservations))
        {
            CheckEveryWorld();
        }
    }

    /// <summary>Somebody gave what is no number: says who.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CheckEveryWorld()
    {
        for (var world = 0; world < Count; world++)
        {
            CheckNumbers(world, stepsTaken[world]);
        }
    }

    /// <exception cref="EnvironmentException">The world's reward or observation is no finite number.</exception>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CheckNumbers(int world, int step)
    {
        FiniteNumbers.RequireReward(world, step, rewards[world]);
        FiniteNumbers.RequireObservation(world, step, Row(currentObservations, world));
    }

    private Span<float> Row(float[] rows, int world) => rows.AsSpan(world * width, width);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void BeginNextEpisode(int world)
    {
        var current = Row(currentObservations, world);
        current.CopyTo(Row(finalObservations, world));
        stepsTaken[world] = 0;
        worlds.Reset(world, ref streams[world], current);
    }

    private void CheckBegun(string done)
    {
        if (!begun)
        {
            throw new InvalidOperationException($"the worlds cannot be {done} before they are reset: call {nameof(Reset)} with a seed first");
        }
    }

    private void WriteShell(BinaryWriter writer)
    {
        writer.Write(Count);
        writer.Write(width);
        for (var world = 0; world < Count; world++)
        {
            writer.Write(streams[world]);
            writer.Write(stepsTaken[world]);
            writer.Write(rewards[world]);
            writer.Write(terminated[world]);
            writer.Write(truncated[world]);
        }

        writer.Write(MemoryMarshal.AsBytes<float>(currentObservations));
        writer.Write(MemoryMarshal.AsBytes<float>(finalObservations));
    }

    private void ReadShell(BinaryReader reader)
    {
        var (savedCount, savedWidth) = (reader.ReadInt32(), reader.ReadInt32());
        if (savedCount != Count || savedWidth != width)
        {
            throw new InvalidDataException($"the saved state is of {savedCount} worlds that show {savedWidth} numbers each, but here are {Count} that show {width}: make as many of the same world");
        }

        for (var world = 0; world < Count; world++)
        {
            streams[world] = reader.ReadRandomStream();
            stepsTaken[world] = reader.ReadInt32();
            rewards[world] = reader.ReadDouble();
            terminated[world] = reader.ReadBoolean();
            truncated[world] = reader.ReadBoolean();
        }

        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(currentObservations.AsSpan()));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(finalObservations.AsSpan()));
    }

    private bool RestoreWorld(int world, BinaryReader reader)
    {
        if (worlds.Restore(world, stepsTaken[world], reader, ref streams[world], Row(currentObservations, world)))
        {
            return true;
        }

        (stepsTaken[world], rewards[world]) = (0, 0);
        (terminated[world], truncated[world]) = (false, false);
        return false;
    }
}
