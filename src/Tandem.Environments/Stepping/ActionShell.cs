namespace Tandem.Environments;

/// <summary>Makes a policy's real numbers fit the bounds of the worlds' actions.</summary>
internal sealed class ActionShell
{
    private readonly ActionFit fit;
    private readonly Box bounds;
    private readonly ActionBatch fitted;

    public ActionShell(IVectorEnvironment worlds, ActionFit fit)
    {
        bounds = worlds.Actions as Box
            ?? throw new ArgumentException($"actions of {worlds.Actions} are choices, which fit as they are: leave {nameof(ShellOptions.ActionFit)} at {ActionFit.AsGiven}");
        this.fit = fit;
        fitted = new ActionBatch(bounds, worlds.Count);
        if (fit != ActionFit.Clip)
            CheckFinite();

        Space = fit == ActionFit.Rescale ? UnitBox(bounds.Width) : Box.Unbounded(bounds.Width);
    }

    /// <summary>What a policy may give.</summary>
    public Space Space { get; }

    /// <summary>The actions as the worlds take them.</summary>
    public ActionBatch Fitted(ActionBatch given)
    {
        var from = given.Values;
        var to = fitted.Values;
        for (var place = 0; place < to.Length; place++)
        {
            var (low, high) = (bounds.Low[place % bounds.Width], bounds.High[place % bounds.Width]);
            to[place] = Math.Clamp(fit == ActionFit.Clip ? from[place] : Stretched(from[place], low, high), low, high);
        }

        return fitted;
    }

    /// <summary>−1 to 1 stretched onto the bounds; what lies outside stays outside.</summary>
    private static float Stretched(float unit, float low, float high) => (float)(low + (((double)high - low) * (unit + 1.0) / 2));

    private static Box UnitBox(int width) => new([.. Enumerable.Repeat(-1f, width)], [.. Enumerable.Repeat(1f, width)]);

    private void CheckFinite()
    {
        for (var dimension = 0; dimension < bounds.Width; dimension++)
        {
            if (!float.IsFinite(bounds.Low[dimension]) || !float.IsFinite(bounds.High[dimension]))
                throw new ArgumentException($"dimension {dimension} of the actions runs from {bounds.Low[dimension]} to {bounds.High[dimension]}, onto which nothing can be stretched: set {nameof(ShellOptions.ActionFit)} to {ActionFit.Clip} or {ActionFit.AsGiven}");
        }
    }
}
