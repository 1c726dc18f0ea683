using System.ComponentModel;

namespace Tandem.Cli.Tasks;

/// <summary>Where a translation model is trained.</summary>
internal sealed record TranslationMachineOptions
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

    /// <summary>Processor threads; 0: as many as there are cores.</summary>
    [Description("Processor threads: one for each worker, and what is left divided between the products of each; 0: as many as there are cores [0 to 1024; threads]")]
    public int Threads
    {
        get;
        init => field = value is >= 0 and <= 1024 ? value
            : throw new ArgumentException($"{value} threads are out of range: give 1 to 1024, or 0 for as many as there are cores");
    }

    /// <summary>The precision of matrix products.</summary>
    [Description("Precision of matrix products")]
    public Learning.Transformers.Precision Precision { get; init; } = Learning.Transformers.Precision.Auto;

    /// <summary>How many threads that is on this machine.</summary>
    public int ThreadsHere => Threads > 0 ? Threads : System.Environment.ProcessorCount;
}
