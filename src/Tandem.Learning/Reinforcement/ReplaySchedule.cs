namespace Tandem.Learning.Reinforcement;

/// <summary>What algorithms that learn from a replay do as steps go by.</summary>
internal static class ReplaySchedule
{
    /// <summary>How many gradient steps fall due between two counts of environment steps.</summary>
    /// <param name="before">Environment steps before acting.</param>
    /// <param name="after">Environment steps after it; no more than one count of worlds later.</param>
    /// <param name="learningStarts">Up to here the replay is only filled.</param>
    /// <param name="trainEvery">Environment steps from one training to the next.</param>
    /// <param name="gradientSteps">Gradient steps of each training.</param>
    public static long GradientStepsDue(long before, long after, long learningStarts, long trainEvery, long gradientSteps) =>
        after > learningStarts ? ((after / trainEvery) - (before / trainEvery)) * gradientSteps : 0;

    /// <summary>A straight line from one number to another while a share goes from 0 to 1.</summary>
    public static double Line(double from, double to, double share) => share < 1 ? from + ((to - from) * share) : to;
}
