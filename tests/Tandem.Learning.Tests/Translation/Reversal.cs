using Tandem.Inference.Decoding;
using Tandem.Learning.Training;
using Tandem.Learning.Transformers;
using Tandem.Learning.Translation;
using Tandem.Text;

namespace Tandem.Learning.Tests.Translation;

/// <summary>A language whose translation is the same letters backwards, and a model that learns it in seconds.</summary>
internal static class Reversal
{
    public static readonly TranslationOptions Options = new()
    {
        Subwords = new SubwordOptions { Merges = 1, AllowFewer = true, LeadingSpace = false },
        Model = new TransformerOptions { Width = 32, Heads = 2, InnerWidth = 64, EncoderLayers = 1, DecoderLayers = 1, Dropout = 0.1, Tying = EmbeddingTying.All },
        BatchTokens = 256,
        SubwordDropout = 0.1,
        Validation = new DecodingOptions { Method = DecodingMethod.Greedy },
    };

    public static readonly TrainerOptions Trainer = new()
    {
        Updates = 12,
        BatchesPerUpdate = 2,
        LearningRate = new LearningRateOptions { Peak = 5e-3, Warmup = 20, Schedule = LearningRateSchedule.InverseSquareRoot },
        AverageDecay = 0.95,
        ValidateEvery = 6,
        CheckpointEvery = 4,
    };

    public static SentencePair[] Sentences(int count, int first = 0) =>
        [.. Enumerable.Range(first, count).Select(Word).Select(word => new SentencePair(word, new string([.. word.Reverse()])))];

    public static TranslationTask Task(ulong seed = 1, int pairs = 200, TranslationOptions? options = null, string fingerprint = "reversal")
    {
        options ??= Options;
        var text = TranslationText.Learn(Sentences(pairs), options);
        var validation = TranslationText.Cut(Sentences(20, first: 5_000), text.SourceTokenizer, text.TargetTokenizer);
        return TranslationTask.Create(text, validation, options, seed, fingerprint);
    }

    /// <summary>Two to five letters, each number its own word.</summary>
    private static string Word(int number)
    {
        const string Letters = "abcdefgh";
        var random = (uint)number * 2654435761u;
        var word = new char[2 + (random % 4)];
        for (var i = 0; i < word.Length; i++)
            word[i] = Letters[(int)((random >> (8 + (3 * i))) % 8)];
        return new string(word);
    }
}
