namespace Tandem.Environments;

/// <summary>
/// Many worlds in one shell: observations and rewards normalised, the latest observations stacked, actions clipped or
/// rescaled, and the episodes' returns and lengths kept. Each part costs nothing where it is not wanted.
/// </summary>
/// <remarks>
/// In this order: an observation is normalised when it is seen, then stacked; an action is clipped, then rescaled. The
/// statistics of episodes count the worlds' own rewards.
/// </remarks>
public sealed class ShelledWorlds : DelegatingWorlds
{
    private readonly ObservationShell? shown;
    private readonly RewardShell? earned;
    private readonly ActionShell? told;

    /// <summary>Puts worlds into a shell. They are to be reset and stepped through it alone.</summary>
    /// <param name="worlds">The worlds.</param>
    /// <param name="options">What the shell does.</param>
    public ShelledWorlds(IVectorEnvironment worlds, ShellOptions options)
        : base(worlds)
    {
        ArgumentNullException.ThrowIfNull(options);
        shown = options.NormalizeObservations || options.Frames > 1 ? new ObservationShell(worlds, options) : null;
        earned = options.NormalizeRewards ? new RewardShell(worlds.Count, options.RewardDiscount) : null;
        told = options.ActionFit == ActionFit.AsGiven ? null : new ActionShell(worlds, options.ActionFit);
        Tally = new EpisodeTally(worlds.Count);
    }

    /// <summary>Whether the statistics of observations and rewards stay as they are: so in evaluation.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>What observations and rewards are normalised by: a copy to be saved with a model, or the saved one to go on from.</summary>
    /// <exception cref="ArgumentException">It lacks statistics that this shell normalises by, or has them of another width.</exception>
    public Normalization Normalization
    {
        get => new(shown?.Statistics?.Known, earned?.Statistics.Known);
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            if (shown?.Statistics is { } observations)
                observations.Known = value.Observations ?? throw new ArgumentException("the normalisation has no statistics of observations: give one that was saved with them, or leave NormalizeObservations off");

            if (earned is not null)
                earned.Statistics.Known = value.Rewards ?? throw new ArgumentException("the normalisation has no statistics of rewards: give one that was saved with them, or leave NormalizeRewards off");
        }
    }

    /// <summary>Returns and lengths of the episodes, in the worlds' own rewards.</summary>
    public EpisodeTally Tally { get; }

    /// <inheritdoc/>
    public override Space Observations => shown?.Space ?? Inner.Observations;

    /// <inheritdoc/>
    public override Space Actions => told?.Space ?? Inner.Actions;

    /// <inheritdoc/>
    public override ReadOnlySpan<float> CurrentObservations => shown is null ? Inner.CurrentObservations : shown.Current;

    /// <inheritdoc/>
    public override ReadOnlySpan<float> FinalObservations => shown is null ? Inner.FinalObservations : shown.Final;

    /// <inheritdoc/>
    public override ReadOnlySpan<double> Rewards => earned is null ? Inner.Rewards : earned.Normalized;

    /// <inheritdoc/>
    public override void Reset(ulong seed, StreamPurpose purpose = StreamPurpose.Environment)
    {
        Inner.Reset(seed, purpose);
        shown?.BeginAll(IsFrozen);
        earned?.BeginAll();
        Tally.BeginAll();
    }

    /// <inheritdoc/>
    public override void Step(ActionBatch actions)
    {
        if (told is not null)
        {
            ActionCheck.Check(actions, Actions, Count);
            actions = told.Fitted(actions);
        }

        Inner.Step(actions);
        shown?.Follow(IsFrozen);
        earned?.Follow(Inner, IsFrozen);
        Tally.Follow(Inner);
    }

    /// <inheritdoc/>
    public override byte[] SaveState()
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        var inner = Inner.SaveState();
        writer.Write(inner.Length);
        writer.Write(inner);
        writer.Write(Normalization.ToJson());
        Tally.Save(writer);
        shown?.Save(writer);
        earned?.Save(writer);
        writer.Flush();
        return memory.ToArray();
    }

    /// <inheritdoc/>
    public override int RestoreState(ReadOnlySpan<byte> state)
    {
        using var reader = new BinaryReader(new MemoryStream(state.ToArray()));
        try
        {
            var begunAnew = Inner.RestoreState(ReadInner(reader));
            Normalization = Normalization.FromJson(reader.ReadString());
            Tally.Restore(reader);
            shown?.Restore(reader);
            earned?.Restore(reader);
            if (begunAnew > 0)
                BeginAnew();

            return reader.BaseStream.Position == state.Length ? begunAnew
                : throw new InvalidDataException($"the saved state of {Count} worlds in a shell has {state.Length - reader.BaseStream.Position} bytes too many: it is of another shell");
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or FormatException)
        {
            throw new InvalidDataException($"the saved state of {Count} worlds in a shell cannot be read: it was cut short, or is of another shell", exception);
        }
    }

    private static byte[] ReadInner(BinaryReader reader)
    {
        var (length, left) = (reader.ReadInt32(), reader.BaseStream.Length - reader.BaseStream.Position);
        return length >= 0 && length <= left ? reader.ReadBytes(length)
            : throw new InvalidDataException($"the saved state says that its worlds take {length} bytes, but {left} are left: it is damaged");
    }

    /// <summary>Forgets the interrupted episodes: worlds that cannot be saved in the middle of one have begun another.</summary>
    private void BeginAnew()
    {
        for (var world = 0; world < Count; world++)
        {
            if (Tally.StepsOf(world) == 0)
                continue;

            Tally.Begin(world);
            shown?.Begin(world);
            earned?.Begin(world);
        }
    }
}
