namespace Tandem.Learning.Training;

/// <summary>What a validation found.</summary>
/// <param name="Score">Greater is better: early stopping and the best checkpoint go by it. NaN is no improvement.</param>
/// <param name="Metrics">Numbers by name, for the metrics: <c>loss</c>, <c>bleu</c>.</param>
public sealed record ValidationResult(double Score, params IReadOnlyList<(string Name, double Value)> Metrics)
{
    /// <summary>Something a person can judge by: a sentence and how the model translates it; null: nothing.</summary>
    public string? Sample { get; init; }

    /// <summary>A validation by its loss: less is better.</summary>
    public static ValidationResult OfLoss(double loss) => new(-loss, [("loss", loss)]);
}
