namespace Tandem.Learning.Trajectories;

/// <summary>
/// Steps as a critic's perceptrons are shown them, in arrays that are filled again and again.
/// Legend: B steps, W encoded observation width, A encoded action width.
/// </summary>
internal sealed class CriticBatch(int size, int observationWidth, int actionWidth)
{
    /// <summary>B.</summary>
    public int Size { get; } = size;

    /// <summary>s, normalised, [B, W].</summary>
    public float[] Observations { get; } = new float[size * observationWidth];

    /// <summary>(s, a), [B, W + A].</summary>
    public float[] Pairs { get; } = new float[size * (observationWidth + actionWidth)];

    /// <summary>r, scaled, [B].</summary>
    public float[] Rewards { get; } = new float[size];

    /// <summary>s′, normalised; of a step that cut the ride its final observation, [B, W].</summary>
    public float[] NextObservations { get; } = new float[size * observationWidth];

    /// <summary>Whether the step terminated the ride, so that nothing follows, [B].</summary>
    public bool[] Terminated { get; } = new bool[size];
}
