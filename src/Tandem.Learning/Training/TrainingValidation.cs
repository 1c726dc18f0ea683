namespace Tandem.Learning.Training;

/// <summary>A validation in the course of training.</summary>
/// <param name="Update">The update it followed.</param>
/// <param name="Result">What it found.</param>
/// <param name="IsBest">Whether no earlier one scored as high.</param>
/// <param name="SinceBest">How many validations ago the best one was.</param>
public sealed record TrainingValidation(long Update, ValidationResult Result, bool IsBest, int SinceBest);
