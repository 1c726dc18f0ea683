using System.Text.Json.Nodes;
using Tandem.Learning.Training;
using Tandem.Text;

namespace Tandem.Learning.Translation;

/// <summary>
/// The batches of a corpus, epoch after epoch. What an epoch holds follows from seed and number of the epoch alone, so that
/// its number and the batch's are all there is to save. The next epoch is prepared while one lasts.
/// </summary>
internal sealed class TranslationBatches : IBatchSource<TokenBatch>
{
    private readonly TranslationText text;
    private readonly TranslationOptions options;
    private readonly ulong seed;
    private readonly string fingerprint;
    private Epoch current;
    private Task<Epoch>? next;
    private int batch;

    /// <param name="text">The corpus.</param>
    /// <param name="options">Batch size and dropout of subwords.</param>
    /// <param name="seed">Everything random follows from it.</param>
    /// <param name="fingerprint">What the data are known by.</param>
    public TranslationBatches(TranslationText text, TranslationOptions options, ulong seed, string fingerprint)
    {
        (this.text, this.options, this.seed, this.fingerprint) = (text, options, seed, fingerprint);
        current = Plan(0);
    }

    /// <summary>How many batches the epoch at hand has.</summary>
    public int BatchesPerEpoch => current.Batches.Count;

    public TokenBatch Next()
    {
        if (batch == current.Batches.Count)
            (current, batch, next) = ((next ?? PrepareNext()).GetAwaiter().GetResult(), 0, null);
        next ??= PrepareNext();
        return TokenBatch.Create([.. current.Batches[batch++].Select(index => current.Pairs[index])], text.TargetTokenizer);
    }

    public JsonObject Save() => new() { ["fingerprint"] = fingerprint, ["seed"] = seed, ["epoch"] = current.Number, ["batch"] = batch };

    public void Restore(JsonObject place)
    {
        ArgumentNullException.ThrowIfNull(place);
        if ((string?)place["fingerprint"] != fingerprint)
            throw new InvalidDataException("the parallel text has changed since the run was started: give the files it was started with, or train anew");
        if ((ulong?)place["seed"] != seed)
            throw new InvalidDataException($"the run was started with seed {place["seed"]}: resume it with that seed");
        var epoch = (int)place["epoch"]!;
        if (epoch != current.Number)
            (current, next) = (Plan(epoch), null);
        batch = (int)place["batch"]!;
    }

    private Task<Epoch> PrepareNext()
    {
        var number = current.Number + 1;
        return Task.Run(() => Plan(number));
    }

    private Epoch Plan(int number)
    {
        var longest = Math.Min(options.BatchTokens, options.Positions);
        var pairs = options.SubwordDropout == 0
            ? text.Pairs
            : text.Resegment(options.SubwordDropout, RandomStream.Create(seed, StreamPurpose.Segmentation, number), longest);
        var random = RandomStream.Create(seed, StreamPurpose.Shuffling, number);
        return new Epoch(number, pairs, BatchPlan.Create(pairs, options.BatchTokens, ref random, largestFirst: number == 0));
    }

    /// <param name="Number">From 0.</param>
    /// <param name="Pairs">The corpus as it falls into subwords in this epoch.</param>
    /// <param name="Batches">Indices of pairs.</param>
    private sealed record Epoch(int Number, IReadOnlyList<TokenPair> Pairs, List<int[]> Batches);
}
