namespace Tandem.Learning.Trajectories;

/// <summary>
/// Pairs of what was seen and what was done, in arrays that are filled again and again.
/// Legend: B pairs, W observation width, A action width.
/// </summary>
public sealed class StepBatch
{
    /// <summary>Room for pairs.</summary>
    /// <param name="world">The world that the episodes come from.</param>
    /// <param name="size">B, at least 1.</param>
    public StepBatch(RecordedWorld world, int size)
    {
        ArgumentNullException.ThrowIfNull(world);
        if (size < 1)
        {
            throw new ArgumentException($"a batch of {size} steps is empty: give at least 1");
        }

        Size = size;
        Observations = new float[checked(size * world.Observations.Width)];
        Choices = world.Actions is Box ? [] : new int[checked(size * world.Actions.Width)];
        Values = world.Actions is Box ? new float[checked(size * world.Actions.Width)] : [];
    }

    /// <summary>B.</summary>
    public int Size { get; }

    /// <summary>What was seen, [B, W].</summary>
    public float[] Observations { get; }

    /// <summary>The choices that were made then, [B, A]; empty where the action space is a box.</summary>
    public int[] Choices { get; }

    /// <summary>The values of the action then, [B, A]; empty where the action space is discrete.</summary>
    public float[] Values { get; }
}
