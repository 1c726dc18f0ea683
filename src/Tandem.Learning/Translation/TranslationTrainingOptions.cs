using Tandem.Learning.Training;

namespace Tandem.Learning.Translation;

/// <summary>What <see cref="TranslationTraining.Train"/> learns from, and how.</summary>
public sealed record TranslationTrainingOptions
{
    /// <summary>The file of sentences to translate, one a line: UTF-8, plain or gzip.</summary>
    public required string Source { get; init; }

    /// <summary>The file of their translations, line by line.</summary>
    public required string Target { get; init; }

    /// <summary>A file to validate with, other than <see cref="Source"/>; null: none, and training ends by its updates alone.</summary>
    public string? ValidSource { get; init; }

    /// <summary>The translations of <see cref="ValidSource"/>.</summary>
    public string? ValidTarget { get; init; }

    /// <summary>What is trained; null: what <see cref="TranslationDefaults"/> say for so many pairs.</summary>
    public TranslationOptions? Learner { get; init; }

    /// <summary>How it is trained; null: what <see cref="TranslationDefaults"/> say for so many pairs.</summary>
    public TrainerOptions? Trainer { get; init; }

    /// <summary>How many threads translate, while validating and afterwards, 1 to 1024. It changes no result.</summary>
    public int Threads
    {
        get;
        init => field = value is >= 1 and <= 1_024 ? value
            : throw new ArgumentException($"{value} threads are out of range: give 1 to 1024");
    }
    = 1;
}
