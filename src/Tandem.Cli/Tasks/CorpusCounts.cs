using Tandem.Environments;
using Tandem.Learning.Translation;
using Tandem.Text;

namespace Tandem.Cli.Tasks;

/// <summary>What a translation training has before it: nothing is left out silently.</summary>
internal sealed record CorpusCounts
{
    /// <summary>Pairs that are learned from.</summary>
    public required int Pairs { get; init; }

    /// <summary>Pairs with an empty side, which are skipped.</summary>
    public required long Empty { get; init; }

    /// <summary>Pairs of more tokens than training takes, which are dropped.</summary>
    public required int Overlong { get; init; }

    /// <summary>Pairs that are validated on.</summary>
    public required int ValidationPairs { get; init; }

    /// <summary>Validation pairs with an empty side, which are skipped.</summary>
    public required long EmptyValidation { get; init; }

    /// <summary>Validation pairs longer than a batch, which are left out.</summary>
    public required int OverlongValidation { get; init; }

    /// <summary>Subwords of the source.</summary>
    public required int SourceSubwords { get; init; }

    /// <summary>Subwords of the target; null where both languages share theirs.</summary>
    public required int? TargetSubwords { get; init; }

    /// <summary>Merges of subwords that the text gave, of both sides where each has its own.</summary>
    public required int Merges { get; init; }

    /// <summary>Merges that were asked for.</summary>
    public required int AskedMerges { get; init; }

    /// <summary>Numbers that learn.</summary>
    public required long Parameters { get; init; }

    /// <summary>Batches of an epoch.</summary>
    public required int Batches { get; init; }

    /// <summary>Which part of source and target is padding.</summary>
    public required double PaddingShare { get; init; }

    public static CorpusCounts Of(TranslationCorpus corpus, TranslationTask training, TranslationText? validation)
    {
        var text = training.Text;
        var isShared = ReferenceEquals(text.SourceTokenizer, text.TargetTokenizer);
        return new CorpusCounts
        {
            Pairs = text.Pairs.Count,
            Empty = corpus.EmptyPairs,
            Overlong = text.Overlong,
            EmptyValidation = corpus.EmptyValidation,
            ValidationPairs = validation?.Pairs.Count ?? 0,
            OverlongValidation = validation?.Overlong ?? 0,
            SourceSubwords = text.SourceTokenizer.VocabularySize,
            TargetSubwords = isShared ? null : text.TargetTokenizer.VocabularySize,
            Merges = text.SourceTokenizer.Merges + (isShared ? 0 : text.TargetTokenizer.Merges),
            AskedMerges = training.Options.Subwords.Merges * (isShared ? 1 : 2),
            Parameters = training.Model.parameters().Sum(parameter => parameter.numel()),
            Batches = training.BatchesPerEpoch,
            PaddingShare = Padding(text.Pairs, training.Options.BatchTokens),
        };
    }

    private static double Padding(IReadOnlyList<TokenPair> pairs, int batchTokens)
    {
        var random = RandomStream.Create(0, StreamPurpose.Shuffling);
        var room = BatchPlan.Create(pairs, batchTokens, ref random).Sum(batch =>
            (long)batch.Length * (batch.Max(index => pairs[index].SourceLength) + batch.Max(index => pairs[index].TargetLength)));
        return 1 - (pairs.Sum(pair => (long)(pair.SourceLength + pair.TargetLength)) / (double)room);
    }
}
