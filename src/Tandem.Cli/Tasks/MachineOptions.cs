using System.ComponentModel;
using Tandem.Learning.Transformers;

namespace Tandem.Cli.Tasks;

/// <summary>Where a training computes.</summary>
internal sealed record MachineOptions
{
    /// <summary>The processor.</summary>
    [Description("Where to compute [cpu]")]
    public string Device
    {
        get;
        init => field = value == "cpu" ? value
            : throw new ArgumentException($"device '{value}' is not one that this task computes on: give cpu");
    }
    = "cpu";

    /// <summary>Processor threads; 0: as many as there are cores. A small model gains nothing from a second within its products.</summary>
    [Description("Processor threads; 0: as many as there are cores [0 to 1024; threads]")]
    public int Threads
    {
        get;
        init => field = value is >= 0 and <= 1024 ? value
            : throw new ArgumentException($"{value} threads are out of range: give 1 to 1024, or 0 for as many as there are cores");
    }

    /// <summary>The precision of matrix products.</summary>
    [Description("Precision of matrix products; bfloat16 serves wide models")]
    public Precision Precision { get; init; } = Precision.Auto;

    /// <summary>How many threads that is on this machine.</summary>
    public int ThreadsHere => Threads > 0 ? Threads : System.Environment.ProcessorCount;
}
