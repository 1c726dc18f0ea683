using System.Text.Json.Serialization;

namespace Tandem.Runs;

/// <summary>What became of a run.</summary>
public enum RunStatus
{
    /// <summary>It trains now, or its process was killed: whether another may go on with it, its lock decides.</summary>
    [JsonStringEnumMemberName("running")]
    Running,

    /// <summary>It was stopped, and can be resumed.</summary>
    [JsonStringEnumMemberName("interrupted")]
    Interrupted,

    /// <summary>An error ended it.</summary>
    [JsonStringEnumMemberName("failed")]
    Failed,

    /// <summary>It came to its end.</summary>
    [JsonStringEnumMemberName("completed")]
    Completed,
}
