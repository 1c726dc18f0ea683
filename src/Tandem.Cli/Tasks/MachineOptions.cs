using System.ComponentModel;

namespace Tandem.Cli.Tasks;

/// <summary>The precision of a training's matrix products.</summary>
internal enum Precision
{
    /// <summary>bfloat16 for large products where the machine multiplies it natively, else float32.</summary>
    Auto,

    /// <summary>32 bits.</summary>
    Float32,

    /// <summary>16 bits with float32's range.</summary>
    Bfloat16,
}

/// <summary>Where a training computes.</summary>
internal sealed record MachineOptions
{
    /// <summary>The processor or a GPU.</summary>
    [Description("Where to compute [cpu]")]
    public string Device
    {
        get;
        init => field = value == "cpu" ? value
            : throw new ArgumentException($"device '{value}' is not one that this task computes on: give cpu");
    }
    = "cpu";

    /// <summary>Processor threads; 0: as many as there are cores.</summary>
    [Description("Processor threads that large products may use; 0: as many as there are cores [0 to 1024; threads]")]
    public int Threads
    {
        get;
        init => field = value is >= 0 and <= 1024 ? value
            : throw new ArgumentException($"{value} threads are out of range: give 1 to 1024, or 0 for as many as there are cores");
    }

    /// <summary>The precision of matrix products.</summary>
    [Description("Precision of matrix products; reinforcement computes in float32 [auto or float32]")]
    public Precision Precision
    {
        get;
        init => field = value != Precision.Bfloat16 ? value
            : throw new ArgumentException("precision bfloat16 is for large products: this task's are small, give auto or float32");
    }
}
