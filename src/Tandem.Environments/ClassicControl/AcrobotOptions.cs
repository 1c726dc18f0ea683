using System.ComponentModel;

namespace Tandem.Environments.ClassicControl;

/// <summary>Whose equations of motion <see cref="Acrobot"/> follows.</summary>
public enum AcrobotEquations
{
    /// <summary>Those of Sutton and Barto's book.</summary>
    Book,

    /// <summary>Those of Sutton's paper of 1996, which leave out a term.</summary>
    Paper,
}

/// <summary>What can be chosen about <see cref="Acrobot"/>.</summary>
public sealed record AcrobotOptions
{
    /// <summary>Whose equations of motion it follows.</summary>
    [Description("Whose equations of motion it follows: Sutton and Barto's book, or the paper of 1996, which leaves out a term")]
    public AcrobotEquations Equations
    {
        get;
        init => field = Enum.IsDefined(value) ? value
            : throw new ArgumentException($"equations {(int)value} do not exist: give one of {string.Join(", ", Enum.GetNames<AcrobotEquations>())}");
    }
}
