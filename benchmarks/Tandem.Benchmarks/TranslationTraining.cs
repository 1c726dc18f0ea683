using System.Diagnostics;
using System.Globalization;
using Tandem.Learning.Training;
using Tandem.Learning.Transformers;
using Tandem.Learning.Translation;
using Tandem.Text;
using static TorchSharp.torch;

namespace Tandem.Benchmarks;

/// <summary>
/// Training on Multi30k, English to German, lower-cased and tokenised, with the settings of a corpus of its size: target
/// tokens a second, resident memory, loss, and the share of the machine's bfloat16 products that this comes to.
/// </summary>
internal static class TranslationTraining
{
    private const int ProductSize = 2_048;

    public static int Run(int updates, Precision precision, ulong seed)
    {
        if (Multi30k.Folder() is not { } folder)
            return Multi30k.Missing();
        set_num_threads(1);
        var sentences = ParallelCorpus.Open(Path.Combine(folder, "train.lc.norm.tok.en"), Path.Combine(folder, "train.lc.norm.tok.de")).Read().ToArray();
        var options = TranslationDefaults.Options(sentences.Length) with { Precision = precision };
        var begun = Stopwatch.GetTimestamp();
        var text = TranslationText.Learn(sentences, options);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{sentences.Length} pairs, {text.SourceTokenizer.VocabularySize} subwords in {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s"));
        using var task = TranslationTask.Create(text, null, options, seed, "");
        Console.WriteLine($"{task.Model.parameters().Sum(parameter => parameter.numel())} parameters, {task.BatchesPerEpoch} batches an epoch");
        var trainer = TranslationDefaults.Trainer(sentences.Length) with { Updates = updates, Seed = seed, Workers = 2, Patience = null };
        using var training = Trainer.Create(task, trainer, TimeProvider.System);
        var watch = new Watch();
        training.Train(watch);
        var sourcesPerTarget = (double)text.Pairs.Sum(pair => (long)pair.SourceLength) / text.Pairs.Sum(pair => (long)pair.TargetLength);
        var (done, possible) = (watch.TargetsPerSecond * OperationsPerTarget(options.Model, text.TargetTokenizer.VocabularySize, sourcesPerTarget), ProductRate());
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"weights are multiplied at {done / 1e9:0} GFLOP/s, {100 * done / possible:0.0}% of the {possible / 1e9:0} of a bfloat16 product of {ProductSize} rows and columns on two threads"));
        return 0;
    }

    /// <summary>Floating-point operations of the products with weights, forwards and backwards, for one target token and its share of the source.</summary>
    private static double OperationsPerTarget(TransformerOptions model, int vocabulary, double sourcesPerTarget)
    {
        var (square, inner) = ((double)model.Width * model.Width, 2.0 * model.Width * model.InnerWidth);
        var source = (model.EncoderLayers * ((4 * square) + inner)) + (model.DecoderLayers * 2 * square); // and keys and values for the decoder
        var target = (model.DecoderLayers * ((6 * square) + inner)) + ((double)model.Width * vocabulary);
        return 3 * 2 * ((sourcesPerTarget * source) + target); // back again is twice the way there
    }

    /// <summary>Operations a second of one large product in bfloat16, the best of some.</summary>
    private static double ProductRate()
    {
        set_num_threads(2);
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var (left, right) = (ones([ProductSize, ProductSize], ScalarType.BFloat16), ones([ProductSize, ProductSize], ScalarType.BFloat16));
        var least = Enumerable.Range(0, 20).Min(_ =>
        {
            var begun = Stopwatch.GetTimestamp();
            using var product = matmul(left, right);
            return Stopwatch.GetElapsedTime(begun).TotalSeconds;
        });
        return 2.0 * ProductSize * ProductSize * ProductSize / least;
    }

    private sealed class Watch : ITrainingObserver
    {
        private const int Every = 50;

        private readonly List<double> losses = [];
        private double seconds;
        private TimeSpan processor = Process.GetCurrentProcess().TotalProcessorTime;
        private long targets;

        /// <summary>Of the last updates that were told.</summary>
        public double TargetsPerSecond { get; private set; }

        public void Updated(TrainingUpdate update)
        {
            (seconds, targets) = (seconds + update.Duration.TotalSeconds, targets + update.Targets);
            losses.Add(update.Loss);
            if (update.Update % Every != 0)
                return;
            TargetsPerSecond = targets / seconds;
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{update.Update,6}  loss {losses.Average():0.0000}  {TargetsPerSecond,7:0} target tokens/s  {(process.TotalProcessorTime - processor).TotalMilliseconds / Every:0} ms of processor and {targets / (double)Every:0} an update  {process.WorkingSet64 >> 20} MiB"));
            processor = process.TotalProcessorTime;
            losses.Clear();
            (seconds, targets) = (0, 0);
        }

        public void Validated(TrainingValidation validation)
        {
        }
    }
}
