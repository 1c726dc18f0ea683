using System.ComponentModel;

namespace Tandem.Environments.ClassicControl;

/// <summary>What can be chosen about <see cref="Pendulum"/>.</summary>
public sealed record PendulumOptions
{
    /// <summary>The acceleration of gravity in m/s², 0 to 100.</summary>
    [Description("The acceleration of gravity [0 to 100; m/s^2]")]
    public double Gravity
    {
        get;
        init => field = value is >= 0 and <= 100 ? value
            : throw new ArgumentException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"gravity {value} is out of range: give 0 to 100"));
    } = 10;
}
