using System.Globalization;
using Spectre.Console;
using Tandem.Learning.Reinforcement;
using Tandem.Runs.Metrics;

namespace Tandem.Cli.Terminal;

/// <summary>What a finished training shows: the learning curve, the last returns, and what to do next.</summary>
internal static class TrainingReport
{
    private const int ChartHeight = 10;
    private const int ChartWidth = 60;
    private const int SmoothingWindow = 20;

    public static void Write(IAnsiConsole console, string path, ReinforceRun run)
    {
        Curve(console, Path.Combine(path, "metrics.jsonl"), run.Training.Episodes);
        console.MarkupLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Mean return of the last updates, {ReinforceRun.RecentUpdates} at most: [bold]{run.RecentReturn:0.00}[/] ({run.Training.Episodes} episodes, {run.Training.Steps} steps)"));
        console.MarkupLine($"Saved in [bold]{Markup.Escape(path)}[/]. Next:");
        Next(console, ($"tandem ride {path}", "watch it"), ($"tandem evaluate {path}", "score it"));
    }

    /// <summary>What could be done next, a command a line, so that each can be copied.</summary>
    public static void Next(IAnsiConsole console, params (string Command, string Purpose)[] steps)
    {
        var width = steps.Max(step => step.Command.Length);
        foreach (var (command, purpose) in steps)
        {
            console.MarkupLine($"  [bold]{Markup.Escape(command.PadRight(width))}[/]  [dim]{Markup.Escape(purpose)}[/]");
        }
    }

    /// <summary>The return over the episodes, smoothed.</summary>
    public static void Curve(IAnsiConsole console, string metricsPath, int episodes)
    {
        double[] returns = [.. MetricsFile.Curve(metricsPath, "return").Select(point => point.Value)];
        if (returns.Length < 2)
        {
            return;
        }

        console.MarkupLine($"[bold]Return[/] [dim](mean of {Math.Min(SmoothingWindow, returns.Length)} updates)[/]");
        foreach (var line in LineChart.Draw(LineChart.MovingAverage(returns, SmoothingWindow), ChartWidth, ChartHeight, "episodes", episodes))
        {
            console.WriteLine(line);
        }

        console.WriteLine();
    }
}
