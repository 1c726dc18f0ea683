namespace Tandem.Learning.Trajectories;

/// <summary>What becomes of a set of episodes some of whose files are damaged.</summary>
public enum DamagedShards
{
    /// <summary>It is refused; the message names the first damaged file.</summary>
    Refuse,

    /// <summary>Only whole files are used; the set says which were left out.</summary>
    LeaveOut,
}
