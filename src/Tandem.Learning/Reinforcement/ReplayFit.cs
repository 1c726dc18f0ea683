namespace Tandem.Learning.Reinforcement;

/// <summary>Whether the settings of learning from a replay fit each other.</summary>
internal static class ReplayFit
{
    /// <summary>Refuses batches that the replay cannot fill, and learning that would start after the end.</summary>
    public static void Require(int batchSize, int capacity, int learningStarts, int steps)
    {
        if (batchSize > capacity)
        {
            throw new ArgumentException($"a batch of {batchSize} steps is larger than the replay of {capacity}: give a batch of {capacity} at most, or a larger replay");
        }

        if (learningStarts >= steps)
        {
            throw new ArgumentException($"learning would start after {learningStarts} steps and the training is over after {steps}: give more steps, or start learning earlier");
        }
    }

    /// <summary>How many steps the replay needs room for: no more than will ever be taken.</summary>
    public static int Capacity(int capacity, int steps, int worlds) => Math.Min(capacity, Math.Max(steps, worlds));
}
