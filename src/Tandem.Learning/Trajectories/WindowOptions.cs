using System.ComponentModel;

namespace Tandem.Learning.Trajectories;

/// <summary>How windows are cut out of recorded episodes.</summary>
public sealed record WindowOptions
{
    /// <summary>K: the steps of a window.</summary>
    [Description("Steps that the model looks back on [1 to 100000; steps]")]
    public int Context
    {
        get;
        init => field = value is >= 1 and <= 100_000 ? value
            : throw new ArgumentException($"a context of {value} steps is out of range: give 1 to 100000");
    }
    = 20;
}
