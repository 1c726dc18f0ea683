namespace Tandem.Learning.Reinforcement;

/// <summary>What an evaluation during a training came to.</summary>
/// <param name="At">How far the training was, in what its length is given in.</param>
/// <param name="MeanReturn">The mean return of its episodes.</param>
public readonly record struct LearnerEvaluation(long At, double MeanReturn);
