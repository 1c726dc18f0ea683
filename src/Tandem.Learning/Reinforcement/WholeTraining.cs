namespace Tandem.Learning.Reinforcement;

/// <summary>A training from where it stands to its end, in one call.</summary>
internal static class WholeTraining
{
    /// <summary>Acts and learns until the training is complete or cancelled.</summary>
    /// <returns>What was learned.</returns>
    public static Agent RunToEnd(this ILearner training, Action<LearnerUpdate>? observer, CancellationToken cancellation)
    {
        while (!training.IsComplete && !cancellation.IsCancellationRequested)
        {
            var update = training.Update();
            observer?.Invoke(update);
        }

        return training.Agent;
    }
}
