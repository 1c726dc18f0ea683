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
/// tokens a second, resident memory, loss.
/// </summary>
internal static class TranslationTraining
{
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
        training.Train(new Watch());
        return 0;
    }

    private sealed class Watch : ITrainingObserver
    {
        private const int Every = 50;

        private readonly List<double> losses = [];
        private double seconds;
        private TimeSpan processor = Process.GetCurrentProcess().TotalProcessorTime;
        private long targets;

        public void Updated(TrainingUpdate update)
        {
            (seconds, targets) = (seconds + update.Duration.TotalSeconds, targets + update.Targets);
            losses.Add(update.Loss);
            if (update.Update % Every != 0)
                return;
            using var process = Process.GetCurrentProcess();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{update.Update,6}  loss {losses.Average():0.0000}  {targets / seconds,7:0} target tokens/s  {(process.TotalProcessorTime - processor).TotalMilliseconds / Every:0} ms of processor and {targets / (double)Every:0} an update  {process.WorkingSet64 >> 20} MiB"));
            processor = process.TotalProcessorTime;
            losses.Clear();
            (seconds, targets) = (0, 0);
        }

        public void Validated(TrainingValidation validation)
        {
        }
    }
}
