namespace Tandem.Environments;

/// <summary>Worlds that leave everything to others: what stands around worlds overrides what it changes.</summary>
public abstract class DelegatingWorlds : IVectorEnvironment
{
    /// <summary>Stands around some worlds, which are to be reset and stepped through it alone.</summary>
    /// <param name="worlds">They stay the caller's.</param>
    protected DelegatingWorlds(IVectorEnvironment worlds)
    {
        ArgumentNullException.ThrowIfNull(worlds);
        Inner = worlds;
    }

    /// <inheritdoc/>
    public int Count => Inner.Count;

    /// <inheritdoc/>
    public virtual Space Observations => Inner.Observations;

    /// <inheritdoc/>
    public virtual Space Actions => Inner.Actions;

    /// <inheritdoc/>
    public int? StepLimit => Inner.StepLimit;

    /// <inheritdoc/>
    public virtual ReadOnlySpan<float> CurrentObservations => Inner.CurrentObservations;

    /// <inheritdoc/>
    public virtual ReadOnlySpan<float> FinalObservations => Inner.FinalObservations;

    /// <inheritdoc/>
    public virtual ReadOnlySpan<double> Rewards => Inner.Rewards;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Terminated => Inner.Terminated;

    /// <inheritdoc/>
    public ReadOnlySpan<bool> Truncated => Inner.Truncated;

    /// <summary>The worlds that it stands around.</summary>
    protected IVectorEnvironment Inner { get; }

    /// <inheritdoc/>
    public virtual void Reset(ulong seed, StreamPurpose purpose = StreamPurpose.Environment) => Inner.Reset(seed, purpose);

    /// <inheritdoc/>
    public virtual void Step(ActionBatch actions) => Inner.Step(actions);

    /// <inheritdoc/>
    public virtual byte[] SaveState() => Inner.SaveState();

    /// <inheritdoc/>
    public virtual int RestoreState(ReadOnlySpan<byte> state) => Inner.RestoreState(state);
}
