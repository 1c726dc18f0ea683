using Tandem.Learning.Training;
using Tandem.Learning.Transformers;
using Tandem.Text;

namespace Tandem.Learning.Translation;

/// <summary>
/// Settings by the size of the corpus: small corpora want small models and few subwords (Wu et al. 2021 for 29,000 pairs; with
/// rotary positions, a wider feed-forward network, less dropout than theirs, and a rate that falls to 0), large ones what Vaswani
/// et al. (2017) took. As in both, dropout acts on embedded tokens and on what a part adds, not within a part.
/// </summary>
public static class TranslationDefaults
{
    private const int Small = 150_000, Medium = 2_000_000;

    /// <summary>The most tokens of a side of a pair that is learned from, at any size of corpus; more are dropped and counted.</summary>
    public const int MaximumLength = 1_024;

    /// <summary>What is trained on a corpus of so many pairs.</summary>
    public static TranslationOptions Options(long pairs) => pairs switch
    {
        < Small => new()
        {
            Subwords = new SubwordOptions { Merges = 6_000, AllowFewer = true },
            SubwordDropout = 0.05,
            Model = Shape(width: 128, inner: 512, layers: 4, heads: 4, dropout: 0.2, NormPlacement.After) with
            {
                Positions = PositionForm.Rotary,
            },
            BatchTokens = 4_096,
            MaximumLength = MaximumLength,
        },
        < Medium => new()
        {
            Subwords = new SubwordOptions { Merges = 10_000, AllowFewer = true },
            SubwordDropout = 0.1,
            Model = Shape(width: 256, inner: 1_024, layers: 5, heads: 4, dropout: 0.2, NormPlacement.Before),
            BatchTokens = 4_096,
            MaximumLength = MaximumLength,
        },
        _ => new()
        {
            Subwords = new SubwordOptions { Merges = 32_000, AllowFewer = true },
            Model = Shape(width: 512, inner: 2_048, layers: 6, heads: 8, dropout: 0.1, NormPlacement.Before),
            BatchTokens = 4_096,
            MaximumLength = MaximumLength,
        },
    };

    /// <summary>How it is trained.</summary>
    public static TrainerOptions Trainer(long pairs) => pairs switch
    {
        < Small => Schedule(LearningRateSchedule.Cosine, updates: 8_000, peak: 5e-3, warmup: 1_000, batches: 2, every: 500),
        < Medium => Schedule(LearningRateSchedule.InverseSquareRoot, updates: 50_000, peak: 1e-3, warmup: 4_000, batches: 4, every: 1_000),
        _ => Schedule(LearningRateSchedule.InverseSquareRoot, updates: 200_000, peak: 7e-4, warmup: 4_000, batches: 8, every: 2_000),
    };

    private static TransformerOptions Shape(int width, int inner, int layers, int heads, double dropout, NormPlacement norm) => new()
    {
        Width = width,
        InnerWidth = inner,
        EncoderLayers = layers,
        DecoderLayers = layers,
        Heads = heads,
        Dropout = dropout,
        AttentionDropout = 0,
        InnerDropout = 0,
        Norm = norm,
        Tying = EmbeddingTying.All,
    };

    private static TrainerOptions Schedule(LearningRateSchedule schedule, int updates, double peak, int warmup, int batches, int every) => new()
    {
        Updates = updates,
        BatchesPerUpdate = batches,
        LearningRate = new LearningRateOptions { Schedule = schedule, Peak = peak, Warmup = warmup },
        AverageDecay = 0.998,
        ValidateEvery = every,
        CheckpointEvery = every,
        Patience = 10,
    };
}
