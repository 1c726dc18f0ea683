namespace Tandem.Learning.Reinforcement;

/// <summary>How far a training is.</summary>
/// <param name="Done">What is done.</param>
/// <param name="Total">What there is to do.</param>
/// <param name="Unit">What is counted, in the plural.</param>
public readonly record struct LearnerProgress(long Done, long Total, string Unit = LearnerProgress.InSteps)
{
    /// <summary>The unit of a training whose length is given in environment steps.</summary>
    public const string InSteps = "steps";

    /// <summary>The unit of a training whose length is given in episodes.</summary>
    public const string InEpisodes = "episodes";
}
