namespace Tandem.Learning.Reinforcement;

/// <summary>
/// Observations brought to −1…1 by the bounds of their box. Unlike running statistics it never changes, so a step that was kept
/// long ago is still shown as it was.
/// </summary>
internal static class BoundsNormalization
{
    /// <summary>From here on a bound says only that there is none: many worlds give a float's greatest number for it.</summary>
    private const double Boundless = 1e30;

    /// <summary>The normalisation of a box: numbers without two finite bounds stay as they are. Null where nothing changes.</summary>
    /// <param name="observations">The space.</param>
    /// <param name="isWanted">Whether the options ask for it.</param>
    public static ObservationNormalization? Of(Space observations, bool isWanted)
    {
        if (!isWanted || observations is not Box box)
        {
            return null;
        }

        var (means, variances) = (new double[box.Width], new double[box.Width]);
        for (var number = 0; number < box.Width; number++)
        {
            var (low, high) = ((double)box.Low[number], (double)box.High[number]);
            var half = (high - low) / 2;
            var isBounded = half is > 0 and < Boundless;
            means[number] = isBounded ? low + half : 0;
            variances[number] = isBounded ? half * half : 1;
        }

        return new ObservationNormalization(new NumberStatistics(1, means, variances));
    }
}
