using Tandem.Learning.Training;
using Tandem.Learning.Transformers;
using Tandem.Text;

namespace Tandem.Learning.Translation;

/// <summary>A generated corpus and the settings that learn it within about a minute on two cores.</summary>
public sealed record TranslationExample
{
    private readonly Func<ulong, ExampleCorpus> generate;

    private TranslationExample(string name, Func<ulong, ExampleCorpus> generate) => (Name, this.generate) = (name, generate);

    /// <summary>English dates and numbers to their normal forms: <see cref="DatesExample"/>.</summary>
    /// <remarks>
    /// Digits stand alone, so that a value that was never seen is spelled like all others. Positions are relative: what is
    /// learned of a number's digits holds wherever it stands. Updates are small and many, because a rule takes updates to
    /// learn and not text; the average of their weights takes the noise out again.
    /// </remarks>
    public static TranslationExample Dates { get; } = new("dates", seed => DatesExample.Generate(seed, train: 100_000, validation: 500, test: 1_000))
    {
        Options = new TranslationOptions
        {
            Subwords = new SubwordOptions { Merges = 300, AllowFewer = true, LeadingSpace = false, IndividualDigits = true },
            Model = new TransformerOptions
            {
                Width = 64,
                InnerWidth = 256,
                Heads = 4,
                EncoderLayers = 2,
                DecoderLayers = 2,
                Dropout = 0,
                Positions = PositionForm.Rotary,
                Tying = EmbeddingTying.All,
            },
            LabelSmoothing = 0,
            BatchTokens = 512,
            MaximumLength = TranslationDefaults.MaximumLength,
            Score = ValidationScore.Loss,
        },
        Trainer = new TrainerOptions
        {
            Updates = 2_800,
            BatchesPerUpdate = 2,
            Workers = 2,
            LearningRate = new LearningRateOptions { Schedule = LearningRateSchedule.Cosine, Peak = 3e-3, Warmup = 200 },
            AverageDecay = 0.995,
            ValidateEvery = 400,
            CheckpointEvery = 400,
        },
    };

    /// <summary>All examples.</summary>
    public static IReadOnlyList<TranslationExample> All { get; } = [Dates];

    /// <summary>What it is asked for by.</summary>
    public string Name { get; }

    /// <summary>What is trained.</summary>
    public required TranslationOptions Options { get; init; }

    /// <summary>How it is trained.</summary>
    public required TrainerOptions Trainer { get; init; }

    /// <summary>Generates the corpus.</summary>
    /// <param name="seed">Everything random follows from it; what is scored is learned under no seed.</param>
    public ExampleCorpus Generate(ulong seed) => generate(seed);

    /// <summary>An example by its name.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static TranslationExample Find(string name) => All.FirstOrDefault(example => example.Name == name)
        ?? throw new ArgumentException($"there is no example '{name}': give {string.Join(" or ", All.Select(example => example.Name))}");
}
