using System.Globalization;
using Tandem.Learning.Training;

namespace Tandem.Cli.Terminal;

/// <summary>How far a training by updates is.</summary>
internal sealed class UpdateProgress(Screen screen, TimeProvider time, string name, Trainer trainer) : ITrainingObserver, IDisposable
{
    private const double LongestSeconds = 1e9;

    private readonly ProgressLine line = new(screen, time);
    private readonly long firstUpdate = trainer.Updates;
    private string validation = "";

    public void Updated(TrainingUpdate update) => line.Show(elapsed => Line(update, elapsed));

    public void Validated(TrainingValidation validation) =>
        this.validation = string.Create(CultureInfo.InvariantCulture, $"  validation {-validation.Result.Score:0.000}");

    public void Dispose() => line.Dispose();

    private string Line(TrainingUpdate update, TimeSpan elapsed)
    {
        var rate = (update.Update - firstUpdate) / Math.Max(elapsed.TotalSeconds, 1e-6);
        var left = TimeSpan.FromSeconds(Math.Min(Math.Round((trainer.Options.Updates - update.Update) / rate), LongestSeconds));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: update {update.Update}/{trainer.Options.Updates}  loss {update.Loss:0.000}{validation}  {rate:0} updates/s  {left:c} left");
    }
}
