using System.ComponentModel;

namespace Tandem.Learning.Training;

/// <summary>Settings of a <see cref="Trainer"/>. What the loss is and how batches are made belongs to the task.</summary>
public sealed record TrainerOptions
{
    /// <summary>What dropout follows from; the task takes the same for its data and first weights.</summary>
    [Description("Everything random follows from it [0 or more]")]
    public ulong Seed { get; init; }

    /// <summary>How many updates to make in all.</summary>
    [Description("Updates to make in all [1 to 1000000000; updates]")]
    public int Updates { get; init => field = InRange(value, 1, "number of updates"); } = 1_000;

    /// <summary>Batches whose gradients make one update: the same as one batch as large as all of them.</summary>
    [Description("Batches that make one update, the same as one batch as large as all of them [1 to 1000000000; batches]")]
    public int BatchesPerUpdate { get; init => field = InRange(value, 1, "number of batches per update"); } = 1;

    /// <summary>
    /// How many of an update's batches are computed at a time, each on a thread of its own. Their number changes no bit of what
    /// is learned, as long as libtorch has the same number of threads: one, where there are several workers.
    /// </summary>
    [Description("Batches of an update that are computed side by side [1 to 1024; threads]")]
    public int Workers
    {
        get;
        init => field = value is >= 1 and <= 1024 ? value
            : throw new ArgumentException($"number of workers {value} is out of range: give 1 to 1024");
    }
    = 1;

    /// <summary>The learning rate and how it changes.</summary>
    [Description("The learning rate and how it changes")]
    public LearningRateOptions LearningRate { get; init; } = new();

    /// <summary>The constants of Adam and AdamW; the defaults are those of Vaswani et al. (2017), section 5.3.</summary>
    [Description("The constants of Adam and AdamW")]
    public AdamOptions Adam { get; init; } = new() { SquareMemory = 0.98, Epsilon = 1e-9 };

    /// <summary>The gradient is scaled down to this Euclidean norm; null: as it is.</summary>
    [Description("Largest Euclidean norm of the gradient; null: not clipped [above 0, or null]")]
    public double? MaximumGradientNorm
    {
        get;
        init => field = value is null or > 0 ? value
            : throw new ArgumentException($"maximum gradient norm {value} is out of range: give a number above 0, or null for none");
    }
    = 1;

    /// <summary>
    /// How much of the moving average of the weights stays at each update. With it the average is what is validated, saved
    /// as the model and handed over at the end; null: the weights themselves are.
    /// </summary>
    [Description("Share of the weights' moving average that stays at each update; the average is validated and saved; null: the weights themselves are [0 to below 1, or null]")]
    public double? AverageDecay
    {
        get;
        init => field = value is null or (>= 0 and < 1) ? value
            : throw new ArgumentException($"decay {value} of the average is out of range: give 0 to below 1, or null for no average");
    }

    /// <summary>Updates from one validation to the next; the last update is always followed by one.</summary>
    [Description("Updates from one validation to the next [1 to 1000000000; updates]")]
    public int ValidateEvery { get; init => field = InRange(value, 1, "number of updates between validations"); } = 500;

    /// <summary>Updates from one checkpoint to the next; the best validation and the end have theirs besides.</summary>
    [Description("Updates from one checkpoint to the next [1 to 1000000000; updates]")]
    public int CheckpointEvery { get; init => field = InRange(value, 1, "number of updates between checkpoints"); } = 500;

    /// <summary>Training stops after this many validations in a row without a new best; null: it goes on to the end.</summary>
    [Description("Validations without a new best after which training stops; null: it goes on [1 to 1000000000, or null; validations]")]
    public int? Patience
    {
        get;
        init => field = value is { } given ? InRange(given, 1, "patience in validations") : null;
    }

    private static int InRange(int value, int least, string what) => value >= least && value <= 1_000_000_000 ? value
        : throw new ArgumentException($"{what} {value} is out of range: give {least} to 1000000000");
}
