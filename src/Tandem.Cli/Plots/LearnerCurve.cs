using Tandem.Cli.Tasks;
using Tandem.Learning.Reinforcement;
using Tandem.Runs.Metrics;

namespace Tandem.Cli.Plots;

/// <summary>The learning curve that a finished training leaves in its folder: what evaluations returned, and training itself.</summary>
internal static class LearnerCurve
{
    /// <summary>The file's name.</summary>
    public const string FileName = "learning-curve.png";

    /// <summary>Draws the curve into the run's folder.</summary>
    /// <returns>The file.</returns>
    public static string Draw(LearnerTraining training)
    {
        var (directory, path) = (training.Directory, training.Directory.FilePath(FileName));
        PlotFile.Write(path, new Chart
        {
            Title = $"{directory.Record.Task}, {training.Spec.Id}, seed {directory.Record.Seed}",
            XTitle = training.Run.Learner.Progress.Unit,
            YTitle = "mean return",
            BeginsAtZero = true,
            Lines = [new("evaluation", Points(LearnerRun.EvaluationMetric)), new("training", Points(LearnerRun.ReturnMetric)) { Width = 1 }],
        });
        return path;

        (double X, double Y)[] Points(string metric) => [.. MetricsFile.Curve(directory.MetricsPath, metric).Select(point => ((double)point.Step, point.Value))];
    }
}
