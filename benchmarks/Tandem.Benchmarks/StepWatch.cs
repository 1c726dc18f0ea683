using System.Diagnostics;
using Tandem.Learning.Training;

namespace Tandem.Benchmarks;

/// <summary>How long a training's updates take once everything is compiled.</summary>
/// <param name="warmUp">Updates that do not count.</param>
internal sealed class StepWatch(int warmUp) : ITrainingObserver
{
    private readonly List<double> wall = [];
    private TimeSpan warm;

    public void Updated(TrainingUpdate update)
    {
        if (wall.Count == warmUp)
            warm = Processor();
        wall.Add(update.Duration.TotalMilliseconds);
    }

    public void Validated(TrainingValidation validation)
    {
    }

    /// <summary>Milliseconds of an update, the median.</summary>
    public double Wall() => wall[warmUp..].Order().ElementAt((wall.Count - warmUp) / 2);

    /// <summary>Milliseconds of all processors for an update, the mean.</summary>
    public double ProcessorTime() => (Processor() - warm).TotalMilliseconds / (wall.Count - warmUp);

    private static TimeSpan Processor()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }
}
