namespace Tandem.Learning.Training;

/// <summary>What one update did.</summary>
/// <param name="Update">Its number, from 1.</param>
/// <param name="Loss">The mean loss of a target before the update.</param>
/// <param name="LearningRate">The rate it was made with.</param>
/// <param name="GradientNorm">The gradient's Euclidean norm before clipping.</param>
/// <param name="Targets">How many targets it learned from.</param>
/// <param name="Duration">How long it took, waiting for data included.</param>
public sealed record TrainingUpdate(
    long Update, double Loss, double LearningRate, double GradientNorm, long Targets, TimeSpan Duration)
{
    /// <summary>Targets a second.</summary>
    public double TargetsPerSecond => Targets / Math.Max(Duration.TotalSeconds, 1e-9);
}
