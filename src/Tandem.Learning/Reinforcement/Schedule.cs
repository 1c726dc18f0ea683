namespace Tandem.Learning.Reinforcement;

/// <summary>How a setting moves in the course of a training.</summary>
public enum Schedule
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>It falls in a straight line, and would be 0 after the last update.</summary>
    Linear,

    /// <summary>It falls by half a cosine, slowly at first and at the end, and would be 0 after the last update (Loshchilov and Hutter, 2017, equation 5).</summary>
    Cosine,
}

/// <summary>What schedules say.</summary>
internal static class Schedules
{
    /// <summary>The share of a setting that applies.</summary>
    /// <param name="schedule">How it moves.</param>
    /// <param name="left">The share of the training that is still ahead, from 1 to 0.</param>
    public static double Share(this Schedule schedule, double left) => schedule switch
    {
        Schedule.Linear => left,
        Schedule.Cosine => 0.5 * (1 - Math.Cos(Math.PI * left)),
        Schedule.Constant => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(schedule), schedule, null),
    };
}
