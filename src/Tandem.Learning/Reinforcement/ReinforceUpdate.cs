namespace Tandem.Learning.Reinforcement;

/// <summary>What one update of <see cref="Reinforce"/> brought.</summary>
/// <param name="Episodes">Episodes ridden so far.</param>
/// <param name="Steps">Steps ridden so far.</param>
/// <param name="Return">The mean return of this update's episodes, undiscounted.</param>
/// <param name="Length">The mean length of this update's episodes, in steps.</param>
/// <param name="Loss">The policy's loss.</param>
/// <param name="Entropy">The policy's mean entropy, in nats.</param>
/// <param name="GradientNorm">The norm of the policy's gradient before clipping.</param>
public readonly record struct ReinforceUpdate(
    int Episodes, long Steps, double Return, double Length, double Loss, double Entropy, double GradientNorm);
