using System.Text.Json.Serialization;
using Tandem.Inference.Translation;
using Tandem.Runs.Metrics;
using Tandem.Text;

namespace Tandem.Cli.Tasks;

/// <summary>What a translation training came to. The names are a contract with scripts.</summary>
/// <param name="Run">The run's folder.</param>
/// <param name="Updates">Updates made.</param>
/// <param name="Checkpoint">The update whose checkpoint is the best by validation, or the last without one: what translates.</param>
/// <param name="ValidationBleu">Its BLEU on the validation text; null without one.</param>
/// <param name="ValidationLoss">Its loss there, without smoothing.</param>
/// <param name="Seconds">How long this process trained, validations included.</param>
internal sealed record TrainingResult(string Run, long Updates, long Checkpoint, double? ValidationBleu, double? ValidationLoss, double Seconds)
{
    /// <summary>The update from which this process went on; 0 where it began the training.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long ResumedFrom { get; private init; }

    /// <summary>The share of an example's unseen lines that this checkpoint translates exactly; null where files were trained on.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ExactMatch { get; private init; }

    /// <summary>How many unseen lines that are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? TestLines { get; private init; }

    public static TrainingResult Of(CorpusTraining training, long resumedFrom, double seconds, Action<string> complain, CancellationToken cancellation)
    {
        var directory = training.Directory;
        var trained = TrainedTranslator.Open(directory, training.Task, isLast: false, training.Task.Machine.Threads, complain);
        var test = training.Test;
        double? At(string metric) => MetricsFile.Curve(directory.MetricsPath, metric)
            .Where(point => point.Step == trained.Checkpoint).Select(point => (double?)point.Value).LastOrDefault();
        return new TrainingResult(
            directory.Path, training.Run.Trainer.Updates, trained.Checkpoint, At("validation/bleu"), At("validation/loss"), Math.Round(seconds, 3))
        {
            ResumedFrom = resumedFrom,
            ExactMatch = test.Count > 0 ? ShareExact(trained.Translator, test, cancellation) : null,
            TestLines = test.Count > 0 ? test.Count : null,
        };
    }

    private static double ShareExact(Translator translator, IReadOnlyList<SentencePair> test, CancellationToken cancellation)
    {
        var translations = translator.Translate([.. test.Select(pair => pair.Source)], options: null, cancellation);
        return translations.Zip(test).Count(line => line.First == line.Second.Target) / (double)test.Count;
    }
}
