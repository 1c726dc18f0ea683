using Tandem.Inference.Translation;
using Tandem.Learning.Training;
using Tandem.Learning.Transformers;
using Tandem.Runs.Safetensors;
using Tandem.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Translation;

/// <summary>
/// Trains an encoder–decoder on parallel text: label-smoothed cross-entropy of each target token, given the source and the
/// target tokens before it (Vaswani et al. 2017). Validation says the loss without smoothing, and BLEU of what the model
/// writes, as plain text.
/// </summary>
public sealed class TranslationTask : ITrainingTask<TokenBatch>, IDisposable
{
    private readonly TranslationBatches batches;
    private readonly TranslationText? validation;
    private readonly List<TokenBatch> validationBatches;
    private readonly LabelSmoothedCrossEntropy loss;
    private readonly LabelSmoothedCrossEntropy plainLoss;
    private int validated;

    private TranslationTask(TokenTransformer model, TranslationText text, TranslationText? validation, TranslationBatches batches, TranslationOptions options)
    {
        (Model, Text, this.validation, this.batches, Options) = (model, text, validation, batches, options);
        loss = new LabelSmoothedCrossEntropy(options.LabelSmoothing, text.TargetTokenizer.Padding);
        plainLoss = new LabelSmoothedCrossEntropy(0, text.TargetTokenizer.Padding);
        validationBatches = validation is null ? [] : ValidationBatches(validation, options.BatchTokens);
    }

    /// <summary>What learns.</summary>
    public TokenTransformer Model { get; }

    /// <summary>What it learns from.</summary>
    public TranslationText Text { get; }

    /// <summary>What is trained.</summary>
    public TranslationOptions Options { get; }

    /// <inheritdoc/>
    public nn.Module Module => Model;

    /// <inheritdoc/>
    public int ModelWidth => Model.Options.Width;

    /// <inheritdoc/>
    public bool HasValidation => validation is not null;

    /// <inheritdoc/>
    public IBatchSource<TokenBatch> Batches => batches;

    /// <summary>How many threads translate while validating. It changes no result.</summary>
    private int Threads { get; init; } = 1;

    /// <summary>How many batches an epoch has.</summary>
    public int BatchesPerEpoch => batches.BatchesPerEpoch;

    /// <summary>A task over a corpus, with the model's first weights drawn from the seed.</summary>
    /// <param name="text">The corpus and its subwords.</param>
    /// <param name="validation">What is validated on, cut by the same subwords; null: nothing.</param>
    /// <param name="options">What to train.</param>
    /// <param name="seed">Everything random follows from it.</param>
    /// <param name="fingerprint">What the data are known by: a resumed run refuses others.</param>
    /// <param name="threads">How many threads translate while validating. It changes no result.</param>
    /// <exception cref="ArgumentException">Options that contradict each other or the corpus.</exception>
    public static TranslationTask Create(
        TranslationText text, TranslationText? validation, TranslationOptions options, ulong seed, string fingerprint, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(options);
        options.Checked();
        RequirePositions(text, options);
        var batches = new TranslationBatches(text, options, seed, fingerprint);
        manual_seed((long)(seed & long.MaxValue));
        var model = new TokenTransformer(text.SourceTokenizer.VocabularySize, text.TargetTokenizer.VocabularySize, options.Model, options.Precision);
        return new TranslationTask(model, text, validation, batches, options) { Threads = threads };
    }

    /// <inheritdoc/>
    public long CountTargets(TokenBatch batch) => batch.Targets;

    /// <inheritdoc/>
    public Tensor SummedLoss(TokenBatch batch) => SummedLoss(batch, loss);

    /// <inheritdoc/>
    public ValidationResult Validate(CancellationToken cancellation)
    {
        var mean = ValidationLoss(cancellation);
        var translator = Translator.From(SafetensorsFile.FromBytes(SaveModel().ToBytes(), "the model"), "the model", Threads);
        var translations = translator.Translate([.. validation!.Sentences.Select(pair => pair.Source)], Options.Validation, cancellation);
        var bleu = Bleu.Corpus(translations, [.. validation.Sentences.Select(pair => pair.Target)]).Score;
        var sample = (int)(validated++ % translations.Length);
        return new ValidationResult(Options.Score == ValidationScore.Loss ? -mean : bleu, ("loss", mean), ("bleu", bleu))
        {
            Sample = $"{validation.Sentences[sample].Source} → {translations[sample]}",
        };
    }

    /// <inheritdoc/>
    public SafetensorsWriter SaveModel() => TranslationFile.Write(Model, Text);

    /// <inheritdoc/>
    public void LoadModel(SafetensorsFile model) => TranslationFile.ReadWeights(model, Model);

    /// <summary>Lets go of the model.</summary>
    public void Dispose() => Model.Dispose();

    private Tensor SummedLoss(TokenBatch batch, LabelSmoothedCrossEntropy form)
    {
        var source = tensor(batch.Source, [batch.Pairs, batch.SourceLength]);
        var input = tensor(batch.Input, [batch.Pairs, batch.TargetLength]);
        var isPadded = batch.Sources < batch.Source.Length;
        var mask = isPadded ? AttentionMask.FromLengths(batch.SourceLengths, batch.SourceLength) : null;
        return Model.SummedLoss(source, input, batch.Next, form, mask);
    }

    private double ValidationLoss(CancellationToken cancellation)
    {
        var (sum, targets) = (0.0, 0L);
        foreach (var batch in validationBatches)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            sum += SummedLoss(batch, plainLoss).ToDouble();
            targets += batch.Targets;
        }

        return sum / targets;
    }

    private static void RequirePositions(TranslationText text, TranslationOptions options)
    {
        var longest = text.Pairs.Max(pair => pair.Length);
        if (longest > options.Positions)
            throw new ArgumentException($"the longest pair has {longest} tokens and the model learns {options.Positions} positions: give --model-maximum-length {longest}, or drop long pairs by --maximum-length {options.Positions - 1}");
    }

    private static List<TokenBatch> ValidationBatches(TranslationText text, int tokens)
    {
        var random = RandomStream.Create(0, StreamPurpose.Evaluation);
        var longest = Math.Max(tokens, text.Pairs.Max(pair => pair.Length));
        return [.. BatchPlan.Create(text.Pairs, longest, ref random).Select(batch => TokenBatch.Create([.. batch.Select(index => text.Pairs[index])], text.TargetTokenizer))];
    }
}
