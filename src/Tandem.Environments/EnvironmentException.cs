namespace Tandem.Environments;

/// <summary>A world failed while it was ridden: it threw, or gave something that is not a number.</summary>
public sealed class EnvironmentException : Exception
{
    /// <summary>A failure of one world of many.</summary>
    /// <param name="world">Which world.</param>
    /// <param name="step">The step of its episode that failed, counted from 1; 0 for the reset.</param>
    /// <param name="problem">What went wrong, as the rest of a sentence that begins with the world.</param>
    /// <param name="inner">What the world threw, if it threw.</param>
    public EnvironmentException(int world, int step, string problem, Exception? inner = null)
        : base(step == 0 ? $"world {world} {problem} at its reset" : $"world {world} {problem} at step {step} of its episode", inner) =>
        (World, Step) = (world, step);

    /// <summary>Which world failed.</summary>
    public int World { get; }

    /// <summary>The step of its episode that failed, counted from 1; 0 for the reset.</summary>
    public int Step { get; }
}
