using System.Globalization;
using Tandem.Learning.Training;

namespace Tandem.Cli.Terminal;

/// <summary>How far a translation training is; each validation leaves a line, and a sentence to judge by.</summary>
internal sealed class TranslationProgress(Screen screen, TimeProvider time, Trainer trainer) : ITrainingObserver, IDisposable
{
    private const double LongestSeconds = 1e9;
    private const int LongestSample = 200;
    private const double Memory = 0.98;

    private readonly ProgressLine line = new(screen, time);
    private readonly long firstUpdate = trainer.Updates;
    private double targets;
    private double seconds;
    private double? bestBleu;

    public void Updated(TrainingUpdate update)
    {
        targets = (Memory * targets) + update.Targets;
        seconds = (Memory * seconds) + update.Duration.TotalSeconds;
        line.Show(elapsed => Line(update, elapsed));
    }

    public void Validated(TrainingValidation validation)
    {
        var metrics = validation.Result.Metrics.ToDictionary(metric => metric.Name, metric => metric.Value);
        line.Keep(string.Create(
            CultureInfo.InvariantCulture,
            $"update {validation.Update}: validation loss {metrics["loss"]:0.000}, BLEU {metrics["bleu"]:0.00}{(validation.IsBest ? " (best)" : "")}"));
        bestBleu = validation.IsBest ? metrics["bleu"] : bestBleu;
        if (validation.Result.Sample is { } sample)
        {
            line.Keep("  " + OneLine(sample));
        }
    }

    public void Dispose() => line.Dispose();

    private static string OneLine(string text) =>
        string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter).Take(LongestSample)) + (text.Length > LongestSample ? "…" : "");

    private string Line(TrainingUpdate update, TimeSpan elapsed)
    {
        var rate = (update.Update - firstUpdate) / Math.Max(elapsed.TotalSeconds, 1e-6);
        var left = TimeSpan.FromSeconds(Math.Min(Math.Round((trainer.Options.Updates - update.Update) / rate), LongestSeconds));
        var best = bestBleu is { } score ? string.Create(CultureInfo.InvariantCulture, $"  best BLEU {score:0.00}") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"translation: update {update.Update}/{trainer.Options.Updates}  loss {update.Loss:0.000}{best}  {targets / Math.Max(seconds, 1e-6):#,0} target tokens/s  {left:c} left");
    }
}
