namespace Tandem.Environments.Bicycle;

/// <summary>What a rider can do in a step: turn the handlebar with a torque T, and shift the body by d to one side.</summary>
public enum BicycleActions
{
    /// <summary>Action a of 9: T = 2·(a / 3 − 1) N m, d = 0.02·(a mod 3 − 1) m (Randløv and Alstrøm, 1998).</summary>
    Nine,

    /// <summary>Action 0 does nothing; 1 and 2 turn with −2 and 2 N m; 3 and 4 shift by −0.02 and 0.02 m: the five of Lagoudakis and Parr, 2003, in an order of our own.</summary>
    Five,

    /// <summary>Two numbers: T from −2 to 2 N m and d from −0.02 to 0.02 m.</summary>
    Continuous,
}
