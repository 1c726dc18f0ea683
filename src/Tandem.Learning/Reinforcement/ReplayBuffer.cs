namespace Tandem.Learning.Reinforcement;

/// <summary>
/// The latest steps of many worlds, to be learned from in any order (Lin, "Self-improving reactive agents based on
/// reinforcement learning, planning and teaching", 1992). A ring of arrays, one for each thing that a step has.
/// Legend: S slots, each a step of every world, N worlds, W observation width, A numbers of an action.
/// </summary>
/// <remarks>
/// A step that ended an episode keeps the observation that ended it, and whether nothing follows (terminated) or somebody
/// stopped looking (truncated): only the first is worth nothing more. Adding and sampling allocate nothing.
/// </remarks>
public sealed class ReplayBuffer
{
    private const int MaximumSteps = 1_000_000_000;

    private readonly int worlds;
    private readonly int slots;
    private readonly int width;
    private readonly int actionWidth;

    private readonly float[] observations;
    private readonly float[] nextObservations;
    private readonly int[] choices;
    private readonly float[] values;
    private readonly double[] rewards;
    private readonly StepEnd[] ends;
    private int filled;
    private int next;

    /// <summary>Room for steps; none yet.</summary>
    /// <param name="observations">What the worlds show.</param>
    /// <param name="actions">What they are told: discrete, multi-discrete or a box.</param>
    /// <param name="worlds">N; at least 1.</param>
    /// <param name="capacity">How many steps to keep over all worlds, cut to whole slots; at least N.</param>
    public ReplayBuffer(Space observations, Space actions, int worlds, int capacity)
    {
        ArgumentNullException.ThrowIfNull(observations);
        ArgumentNullException.ThrowIfNull(actions);
        if (worlds < 1 || capacity < worlds || capacity > MaximumSteps)
        {
            throw new ArgumentException($"a replay of {capacity} steps does not fit {worlds} worlds: give at least a world and a step of each, {MaximumSteps} at most");
        }

        (this.worlds, slots, width, actionWidth) = (worlds, capacity / worlds, observations.Width, actions.Width);
        var steps = slots * worlds;
        var widest = Math.Max(width, actionWidth);
        if ((long)steps * widest > Array.MaxLength)
        {
            throw new ArgumentException($"a replay of {capacity} steps of {widest} numbers each is too large: keep {Array.MaxLength / widest} steps at most, or show fewer numbers");
        }

        this.observations = new float[steps * width];
        nextObservations = new float[steps * width];
        choices = new int[actions is Box ? 0 : steps * actionWidth];
        values = new float[actions is Box ? steps * actionWidth : 0];
        rewards = new double[steps];
        ends = new StepEnd[steps];
    }

    /// <summary>How many steps there is room for.</summary>
    public int Capacity => slots * worlds;

    /// <summary>How many steps it holds.</summary>
    public int Count => filled * worlds;

    /// <summary>Keeps one step of every world; where there is no room the oldest gives way.</summary>
    /// <param name="before">What was acted on, [N, W].</param>
    /// <param name="actions">What was done.</param>
    /// <param name="after">The worlds after the step.</param>
    public void Add(ReadOnlySpan<float> before, ActionBatch actions, IVectorEnvironment after)
    {
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentNullException.ThrowIfNull(after);
        var first = next * worlds;
        before[..(worlds * width)].CopyTo(observations.AsSpan(first * width));
        after.CurrentObservations.CopyTo(nextObservations.AsSpan(first * width));
        actions.Choices.CopyTo(choices.AsSpan(choices.Length == 0 ? 0 : first * actionWidth));
        actions.Values.CopyTo(values.AsSpan(values.Length == 0 ? 0 : first * actionWidth));
        after.Rewards.CopyTo(rewards.AsSpan(first));
        for (var world = 0; world < worlds; world++)
        {
            var end = EndOf(after, world);
            ends[first + world] = end;
            if (end != StepEnd.None)
            {
                after.FinalObservations.Slice(world * width, width).CopyTo(nextObservations.AsSpan((first + world) * width));
            }
        }

        next = (next + 1) % slots;
        filled = Math.Min(filled + 1, slots);
    }

    /// <summary>Notes that the episodes at hand were broken off: nothing that comes belongs to them.</summary>
    public void Cut()
    {
        for (var world = 0; filled > 0 && world < worlds; world++)
        {
            ends[Place(filled - 1, world)] |= StepEnd.Truncated;
        }
    }

    /// <summary>Draws steps, each equally likely, with replacement; there must be some.</summary>
    /// <param name="batch">Receives them.</param>
    /// <param name="steps">n: over how many steps rewards are added up before a value takes over; at least 1.</param>
    /// <param name="discount">γ.</param>
    /// <param name="random">The stream to draw from, one number a row.</param>
    public void Sample(ReplayBatch batch, int steps, double discount, ref RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (var row = 0; row < batch.Size; row++)
        {
            var drawn = random.NextInt32(Count);
            Read(drawn / worlds, drawn % worlds, batch, row, steps, discount);
        }
    }

    /// <summary>
    /// Writes one step as a row: R = Σ γᵏ rₜ₊ₖ over n steps, or as many as the episode has and the replay knows, and the discount
    /// γⁿ of the value that follows, 0 where the episode terminated (Watkins, 1989, chapter 7; Sutton and Barto, equation 7.1).
    /// </summary>
    /// <param name="age">0 for the oldest slot.</param>
    /// <param name="world">The world.</param>
    /// <param name="batch">Receives the row.</param>
    /// <param name="row">Which row.</param>
    /// <param name="steps">n.</param>
    /// <param name="discount">γ.</param>
    internal void Read(int age, int world, ReplayBatch batch, int row, int steps, double discount)
    {
        var first = Place(age, world);
        var (last, earned, weight) = (first, rewards[first], discount);
        for (var step = 1; step < steps && ends[last] == StepEnd.None && age + step < filled; step++)
        {
            last = Place(age + step, world);
            earned += weight * rewards[last];
            weight *= discount;
        }

        batch.Returns[row] = earned;
        batch.Discounts[row] = (ends[last] & StepEnd.Terminated) != 0 ? 0 : weight;
        observations.AsSpan(first * width, width).CopyTo(batch.Observations.AsSpan(row * width));
        nextObservations.AsSpan(last * width, width).CopyTo(batch.NextObservations.AsSpan(row * width));
        CopyAction<int>(choices, first, batch.Choices, row);
        CopyAction<float>(values, first, batch.Values, row);
    }

    /// <summary>Writes every step it holds.</summary>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(filled);
        writer.Write(next);
        writer.WriteSingles(observations.AsSpan(0, Count * width));
        writer.WriteSingles(nextObservations.AsSpan(0, Count * width));
        writer.WriteNumbers<int>(choices.AsSpan(0, choices.Length == 0 ? 0 : Count * actionWidth));
        writer.WriteSingles(values.AsSpan(0, values.Length == 0 ? 0 : Count * actionWidth));
        writer.WriteNumbers<double>(rewards.AsSpan(0, Count));
        writer.WriteNumbers<StepEnd>(ends.AsSpan(0, Count));
    }

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It was written by a replay of other worlds or another size.</exception>
    public void Restore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        (filled, next) = (reader.ReadInt32(), reader.ReadInt32());
        if (filled < 0 || filled > slots || next < 0 || next >= slots || (filled < slots && next != filled))
        {
            throw new InvalidDataException($"the saved replay holds {filled} slots where this one has room for {slots}: resume with the options the run was started with");
        }

        reader.ReadSingles(observations.AsSpan(0, Count * width));
        reader.ReadSingles(nextObservations.AsSpan(0, Count * width));
        reader.ReadNumbers<int>(choices.AsSpan(0, choices.Length == 0 ? 0 : Count * actionWidth));
        reader.ReadSingles(values.AsSpan(0, values.Length == 0 ? 0 : Count * actionWidth));
        reader.ReadNumbers<double>(rewards.AsSpan(0, Count));
        reader.ReadNumbers<StepEnd>(ends.AsSpan(0, Count));
    }

    /// <summary>Where a step stands in the arrays.</summary>
    private int Place(int age, int world) => ((next - filled + age + slots) % slots * worlds) + world;

    private void CopyAction<T>(T[] from, int place, T[] to, int row)
    {
        if (from.Length > 0)
        {
            from.AsSpan(place * actionWidth, actionWidth).CopyTo(to.AsSpan(row * actionWidth));
        }
    }

    private static StepEnd EndOf(IVectorEnvironment worlds, int world) =>
        (worlds.Terminated[world] ? StepEnd.Terminated : StepEnd.None) | (worlds.Truncated[world] ? StepEnd.Truncated : StepEnd.None);
}

/// <summary>How a step ended its episode, if it did; both may be true.</summary>
[Flags]
internal enum StepEnd : byte
{
    None = 0,
    Terminated = 1,
    Truncated = 2,
}
