namespace Tandem.Environments;

/// <summary>How a policy's real numbers are made to fit the bounds of a world's actions.</summary>
public enum ActionFit
{
    /// <summary>They are handed on: a policy must keep to the bounds.</summary>
    AsGiven,

    /// <summary>Any number is allowed and cut off at the bounds.</summary>
    Clip,

    /// <summary>−1 to 1 is stretched onto the bounds.</summary>
    Rescale,

    /// <summary>Any number is allowed, cut off at −1 and 1, and stretched onto the bounds.</summary>
    ClipAndRescale,
}
