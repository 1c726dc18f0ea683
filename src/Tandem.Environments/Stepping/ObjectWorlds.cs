namespace Tandem.Environments;

/// <summary>
/// Worlds that are users' objects. What they throw, and what they give that is not a number, becomes an
/// <see cref="EnvironmentException"/> that names world and step.
/// </summary>
internal readonly struct ObjectWorlds : IWorldSet
{
    private readonly IEnvironment[] worlds;

    /// <summary>Each world's stream as it was before the last reset: what an unsaveable world is replayed from.</summary>
    private readonly RandomStream[] beforeReset;

    public ObjectWorlds(Func<IEnvironment> create, int count)
    {
        ArgumentNullException.ThrowIfNull(create);
        worlds = new IEnvironment[count];
        beforeReset = new RandomStream[count];
        for (var world = 0; world < count; world++)
        {
            worlds[world] = create() ?? throw new ArgumentException("the function that creates a world gave null: give a new environment at each call");
            if (world > 0 && ReferenceEquals(worlds[world], worlds[0]))
            {
                throw new ArgumentException("the function that creates a world gave the same object twice: give a new environment at each call");
            }
        }

        (Observations, Actions) = (worlds[0].Observations, worlds[0].Actions);
    }

    public Space Observations { get; }

    public Space Actions { get; }

    public void Reset(int world, ref RandomStream random, Span<float> observation)
    {
        beforeReset[world] = random;
        try
        {
            worlds[world].Reset(ref random, observation);
        }
        catch (Exception exception)
        {
            throw Failure(world, 0, exception);
        }

        FiniteNumbers.RequireObservation(world, 0, observation);
    }

    public Outcome Step(int world, int step, ActionView action, ref RandomStream random, Span<float> observation)
    {
        Outcome outcome;
        try
        {
            outcome = worlds[world].Step(action, ref random, observation);
        }
        catch (Exception exception)
        {
            throw Failure(world, step, exception);
        }

        FiniteNumbers.RequireObservation(world, step, observation);
        FiniteNumbers.RequireReward(world, step, outcome.Reward);
        return outcome;
    }

    public void Save(int world, BinaryWriter writer)
    {
        var resumable = worlds[world] as IResumableEnvironment;
        writer.Write(resumable is not null);
        if (resumable is null)
        {
            writer.Write(beforeReset[world]);
            return;
        }

        using var memory = new MemoryStream();
        using var episode = new BinaryWriter(memory);
        resumable.Save(episode);
        episode.Flush();
        writer.Write((int)memory.Length);
        writer.Write(memory.GetBuffer().AsSpan(0, (int)memory.Length));
    }

    public bool Restore(int world, int stepsTaken, BinaryReader reader, ref RandomStream random, Span<float> observation)
    {
        if (reader.ReadBoolean())
        {
            RestoreEpisode(world, ReadEpisode(world, reader));
            return true;
        }

        var replayed = reader.ReadRandomStream();
        if (stepsTaken == 0)
        {
            random = replayed;
        }

        Reset(world, ref random, observation);
        return stepsTaken == 0;
    }

    private static byte[] ReadEpisode(int world, BinaryReader reader)
    {
        var (length, left) = (reader.ReadInt32(), reader.BaseStream.Length - reader.BaseStream.Position);
        return length >= 0 && length <= left ? reader.ReadBytes(length)
            : throw new InvalidDataException($"the saved state says that world {world} takes {length} bytes, but {left} are left: it is damaged");
    }

    private void RestoreEpisode(int world, byte[] episode)
    {
        if (worlds[world] is not IResumableEnvironment resumable)
        {
            throw new InvalidDataException($"world {world} was saved in the middle of an episode, but this {worlds[world].GetType().Name} cannot be restored: implement {nameof(IResumableEnvironment)}");
        }

        using var reader = new BinaryReader(new MemoryStream(episode));
        try
        {
            resumable.Restore(reader);
        }
        catch (Exception exception)
        {
            throw new InvalidDataException($"world {world} could not be restored from {episode.Length} bytes: it threw {exception.GetType().Name} ({exception.Message})", exception);
        }

        if (reader.BaseStream.Position != episode.Length)
        {
            throw new InvalidDataException($"world {world} read {reader.BaseStream.Position} of the {episode.Length} bytes it was saved in: let {nameof(IResumableEnvironment.Restore)} read what {nameof(IResumableEnvironment.Save)} writes");
        }
    }

    private static EnvironmentException Failure(int world, int step, Exception exception) =>
        new(world, step, $"threw {exception.GetType().Name} ({exception.Message})", exception);
}
