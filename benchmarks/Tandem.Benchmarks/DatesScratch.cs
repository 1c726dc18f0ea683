#pragma warning disable
using System.Diagnostics;
using Tandem.Inference.Translation;
using Tandem.Learning.Training;
using Tandem.Learning.Transformers;
using Tandem.Learning.Translation;
using Tandem.Runs.Safetensors;
using Tandem.Text;
using static TorchSharp.torch;
namespace Tandem.Benchmarks;
internal static class DatesScratch
{
    public static void Run(string[] a)
    {
        set_num_threads(1);
        int merges = int.Parse(a[0]), width = int.Parse(a[1]), enc = int.Parse(a[2]), dec = int.Parse(a[3]), tokens = int.Parse(a[4]), updates = int.Parse(a[5]);
        double peak = double.Parse(a[6]); double dropout = double.Parse(a[7]); int train = int.Parse(a[8]);
        var corpus = DatesExample.Generate(0, train, 500, 1000);
        var options = new TranslationOptions { Subwords = new SubwordOptions { Merges = merges, AllowFewer = true }, Model = new TransformerOptions { Width = width, Heads = 4, InnerWidth = 4 * width, EncoderLayers = enc, DecoderLayers = dec, Dropout = dropout, Tying = EmbeddingTying.All }, BatchTokens = tokens, LabelSmoothing = 0 };
        var text = TranslationText.Learn(corpus.Train.ToArray(), options);
        using var task = TranslationTask.Create(text, null, options, 0, "");
        Console.WriteLine($"{text.SourceTokenizer.VocabularySize} subwords, {task.BatchesPerEpoch} batches, {text.Pairs.Average(p => p.SourceLength):F1} -> {text.Pairs.Average(p => p.TargetLength):F1}; {string.Join(" | ", corpus.Train.Take(5).Select(p => p.Source + " = " + p.Target))}");
        using var trainer = Trainer.Create(task, new TrainerOptions { Updates = updates, BatchesPerUpdate = 2, Workers = 2, LearningRate = new LearningRateOptions { Peak = peak, Warmup = 100, Schedule = LearningRateSchedule.Cosine } }, TimeProvider.System);
        var begun = Stopwatch.GetTimestamp();
        trainer.Train(new W());
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        using var stream = new MemoryStream();
        task.SaveModel().WriteTo(stream);
        var translator = Translator.From(SafetensorsFile.FromBytes(stream.ToArray(), "m"), "m", 2);
        var test = corpus.Test.ToArray();
        var found = translator.Translate(test.Select(p => p.Source).ToArray());
        var wrong = test.Zip(found).Where(p => p.First.Target != p.Second).ToArray();
        Console.WriteLine($"exact {1000 - wrong.Length}/1000 in {seconds:F0} s (cpu {Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds:F0}); {string.Join("\n", wrong.Take(8).Select(p => $"{p.First.Source} = {p.First.Target} not {p.Second}"))}");
    }
    sealed class W : ITrainingObserver { public void Updated(TrainingUpdate u) { if (u.Update % 200 == 0) Console.WriteLine($"{u.Update} {u.Loss:F4} {u.TargetsPerSecond:F0}"); } public void Validated(TrainingValidation v) { } }
}
