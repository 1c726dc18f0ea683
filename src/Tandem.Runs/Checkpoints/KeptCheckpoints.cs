namespace Tandem.Runs.Checkpoints;

/// <summary>Which checkpoints of a run stay on disk.</summary>
public enum KeptCheckpoints
{
    /// <summary>The last two, to go on from, and the best.</summary>
    LastAndBest,

    /// <summary>All: what was learned at every stage can be looked at, and ride.</summary>
    All,
}
