namespace Tandem.Learning;

/// <summary>A loss or its gradient became infinite or not a number: training stops, the last checkpoint stands.</summary>
public sealed class NonFiniteLossException : InvalidOperationException
{
    /// <summary>The message of a step and a learning rate.</summary>
    public NonFiniteLossException(long step, double learningRate)
        : base($"the loss stopped being a finite number at step {step} with learning rate {learningRate}: lower the learning rate or clip the gradient, and resume from the last checkpoint")
    {
        Step = step;
        LearningRate = learningRate;
    }

    /// <summary>The step of training at which it happened.</summary>
    public long Step { get; }

    /// <summary>The learning rate at that step.</summary>
    public double LearningRate { get; }
}
