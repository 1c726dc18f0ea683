namespace Tandem.Learning.Trajectories;

/// <summary>
/// Windows for a sequence model, in arrays that are filled again and again. Places without a step hold zeros.
/// Legend: B windows, K steps of each, W observation width, A action width.
/// </summary>
public sealed class WindowBatch
{
    /// <summary>Room for windows.</summary>
    /// <param name="world">The world that the episodes come from.</param>
    /// <param name="size">B, at least 1.</param>
    /// <param name="context">K, at least 1.</param>
    public WindowBatch(RecordedWorld world, int size, int context)
        : this(world.Observations, world.Actions, size, context)
    {
    }

    internal WindowBatch(Space observations, Space actions, int size, int context)
    {
        if (size < 1 || context < 1)
        {
            throw new ArgumentException($"a batch of {size} windows of {context} steps is empty: give at least 1 of each");
        }

        (Size, Context, ObservationWidth, ActionWidth) = (size, context, observations.Width, actions.Width);
        var places = checked(size * context);
        Observations = new float[checked(places * ObservationWidth)];
        Choices = actions is Box ? [] : new int[checked(places * ActionWidth)];
        Values = actions is Box ? new float[checked(places * ActionWidth)] : [];
        ReturnsToGo = new float[places];
        Timesteps = new int[places];
        Mask = new bool[places];
        Weights = new float[places];
        Unknown = new bool[places];
    }

    /// <summary>B.</summary>
    public int Size { get; }

    /// <summary>K.</summary>
    public int Context { get; }

    /// <summary>W.</summary>
    public int ObservationWidth { get; }

    /// <summary>A.</summary>
    public int ActionWidth { get; }

    /// <summary>What was seen before each step, [B, K, W].</summary>
    public float[] Observations { get; }

    /// <summary>The choices of each step, [B, K, A]; empty where the action space is a box.</summary>
    public int[] Choices { get; }

    /// <summary>The values of each step's action, [B, K, A]; empty where the action space is discrete.</summary>
    public float[] Values { get; }

    /// <summary>
    /// The sum of the rewards from each step to the end of the episode, as they were earned: not scaled, [B, K]. Of an
    /// unfinished episode only the sum until it was cut. Where a critic judges: each step's advantage, at most 0, and 0 where unknown.
    /// </summary>
    public float[] ReturnsToGo { get; }

    /// <summary>Whether nobody knows the return of a place: its episode was cut, or the critic cannot judge it, [B, K].</summary>
    public bool[] Unknown { get; }

    /// <summary>The number of each step in its episode, from 0, [B, K].</summary>
    public int[] Timesteps { get; }

    /// <summary>Whether there is a step at a place, [B, K].</summary>
    public bool[] Mask { get; }

    /// <summary>How much each step's action is to be imitated, 0 where there is no step; 1 at every step unless a critic weighs them, [B, K].</summary>
    public float[] Weights { get; }

    /// <summary>How many places hold a step: the true values of <see cref="Mask"/>.</summary>
    public int Steps { get; internal set; }

    internal void Clear()
    {
        Array.Clear(Observations);
        Array.Clear(Choices);
        Array.Clear(Values);
        Array.Clear(ReturnsToGo);
        Array.Clear(Timesteps);
        Array.Clear(Mask);
        Array.Clear(Unknown);
        Array.Clear(Weights);
        Steps = 0;
    }
}
