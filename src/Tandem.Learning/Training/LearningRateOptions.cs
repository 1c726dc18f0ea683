using System.ComponentModel;

namespace Tandem.Learning.Training;

/// <summary>How the learning rate changes from update to update.</summary>
public enum LearningRateSchedule
{
    /// <summary>It does not: <see cref="LearningRates.Constant"/>.</summary>
    Constant,

    /// <summary>By model width and warm-up alone: <see cref="LearningRates.Noam"/>.</summary>
    Noam,

    /// <summary>It falls with the root of the update: <see cref="LearningRates.InverseSquareRoot"/>.</summary>
    InverseSquareRoot,

    /// <summary>It falls along a cosine until the last update: <see cref="LearningRates.Cosine"/>.</summary>
    Cosine,
}

/// <summary>The learning rate of a training.</summary>
public sealed record LearningRateOptions
{
    /// <summary>How it changes from update to update.</summary>
    [Description("How the learning rate changes from update to update")]
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>The highest rate of every schedule but Noam.</summary>
    [Description("Highest learning rate; the Noam schedule takes none [above 0, at most 1]")]
    public double Peak
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentException($"learning rate {value} is out of range: give a number above 0 and at most 1");
    }
    = 1e-3;

    /// <summary>Updates over which the rate grows linearly to its highest; Noam needs at least 1.</summary>
    [Description("Updates over which the learning rate grows linearly to its highest; Noam needs at least 1 [0 to 1000000000; updates]")]
    public int Warmup
    {
        get;
        init => field = value is >= 0 and <= 1_000_000_000 ? value
            : throw new ArgumentException($"warm-up of {value} updates is out of range: give 0 to 1000000000");
    }
    = 100;

    /// <summary>What the Noam schedule's rate is multiplied by; 1 in the paper.</summary>
    [Description("Factor to the Noam schedule's learning rate, 1 in the paper [above 0, at most 1000]")]
    public double NoamScale
    {
        get;
        init => field = value is > 0 and <= 1_000 ? value
            : throw new ArgumentException($"Noam scale {value} is out of range: give a number above 0 and at most 1000");
    }
    = 1;

    /// <summary>Where the cosine ends, as a share of its highest rate.</summary>
    [Description("Where the cosine ends, as a share of the highest learning rate [0 to 1]")]
    public double CosineEnd
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentException($"cosine end {value} is out of range: give 0 to 1");
    }

    /// <summary>The rate of an update.</summary>
    /// <param name="update">Its number, from 1.</param>
    /// <param name="updates">How many there will be.</param>
    /// <param name="modelWidth">D, for Noam.</param>
    public double At(long update, long updates, int modelWidth) => Schedule switch
    {
        LearningRateSchedule.Constant => LearningRates.Constant(update, Peak, Warmup),
        LearningRateSchedule.Noam => LearningRates.Noam(update, modelWidth, Warmup, NoamScale),
        LearningRateSchedule.InverseSquareRoot => LearningRates.InverseSquareRoot(update, Peak, Warmup),
        LearningRateSchedule.Cosine => LearningRates.Cosine(update, updates, Peak, CosineEnd * Peak, Warmup),
        _ => throw new ArgumentException($"learning-rate schedule {(int)Schedule} is unknown: give constant, noam, inverseSquareRoot or cosine"),
    };

    /// <summary>Checks what the properties cannot check one by one.</summary>
    internal void Check()
    {
        if (Schedule == LearningRateSchedule.Noam && Warmup == 0)
            throw new ArgumentException("the Noam schedule rises over its warm-up, which is 0 updates: give a warm-up of 1 or more");
    }
}
