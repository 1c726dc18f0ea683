using System.ComponentModel;

namespace Tandem.Environments.Bicycle;

/// <summary>What can be chosen about the bicycle of Randløv and Alstrøm, wherever it is ridden.</summary>
public sealed record RandlovOptions
{
    /// <summary>Which of the two programs in circulation is followed.</summary>
    [Description("Which program is followed: the original one, or Ernst's of 2005")]
    public RandlovIntegration Integration
    {
        get;
        init => field = Enum.IsDefined(value) ? value
            : throw new ArgumentException($"integration {(int)value} does not exist: give one of {string.Join(", ", Enum.GetNames<RandlovIntegration>())}");
    } = RandlovIntegration.Original;

    /// <summary>What a rider can do.</summary>
    [Description("What a rider can do: nine or five choices, or torque and displacement as numbers")]
    public BicycleActions Actions
    {
        get;
        init => field = Enum.IsDefined(value) ? value
            : throw new ArgumentException($"action set {(int)value} does not exist: give one of {string.Join(", ", Enum.GetNames<BicycleActions>())}");
    } = BicycleActions.Nine;

    /// <summary>The rider's body wavers by up to this much to either side, drawn anew each step; 0 to 0.1 m.</summary>
    [Description("The body wavers by up to this much to either side, drawn anew each step [0 to 0.1; metres]")]
    public double NoiseMetres
    {
        get;
        init => field = value is >= 0 and <= 0.1 ? value
            : throw new ArgumentException($"a noise of {value} metres is out of range: give 0 to 0.1");
    } = 0.02;

    /// <summary>
    /// Whether observations are divided by the outermost boundaries of Randløv's boxes: steer by 1 rad, its rate by 2 rad/s,
    /// lean by π/15 rad, its rate by 0.5 rad/s, its acceleration by 2 rad/s², the angle to the goal by π rad.
    /// </summary>
    [Description("Whether observations are scaled: steer in rad, its rate in 2 rad/s, lean in 12 degrees, its rate in 0.5 rad/s, its acceleration in 2 rad/s2, the angle to the goal in 180 degrees")]
    public bool Scaled { get; init; } = true;
}
