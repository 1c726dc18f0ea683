namespace Tandem.Inference;

/// <summary>Makes a policy's real numbers fit the box that its world takes, one dimension at a time.</summary>
internal sealed class BoxFit
{
    private readonly Box box;

    public BoxFit(Box box, ActionFit fit)
    {
        (this.box, Fit) = (box, fit);
        if (fit is ActionFit.Rescale or ActionFit.ClipAndRescale)
        {
            RequireFinite(box);
        }
    }

    public ActionFit Fit { get; }

    /// <summary>The number as the world takes it: within its bounds unless it is handed on as given.</summary>
    public float Apply(float value, int dimension)
    {
        var (low, high) = (box.Low[dimension], box.High[dimension]);
        return Fit switch
        {
            ActionFit.AsGiven => value,
            ActionFit.Clip => Math.Clamp(value, low, high),
            _ => Math.Clamp((float)(low + (((double)high - low) * (value + 1.0) / 2)), low, high),
        };
    }

    private static void RequireFinite(Box box)
    {
        for (var dimension = 0; dimension < box.Width; dimension++)
        {
            if (!float.IsFinite(box.Low[dimension]) || !float.IsFinite(box.High[dimension]))
            {
                throw new ArgumentException(
                    $"dimension {dimension} of the actions runs from {box.Low[dimension]} to {box.High[dimension]}, onto which nothing can be stretched: give a box with finite bounds");
            }
        }
    }
}
