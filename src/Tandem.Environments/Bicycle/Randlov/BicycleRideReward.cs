namespace Tandem.Environments.Bicycle;

/// <summary>What a step of <see cref="BicycleRide"/> earns unless the bicycle falls, which always costs 1. ψ is the angle to the goal.</summary>
public enum BicycleRideReward
{
    /// <summary>0.1·(|ψ| before − |ψ| after): whatever turning away costs, turning back earns (Ernst, Geurts and Wehenkel, 2005, with the heading for ψ).</summary>
    Turning,

    /// <summary>(4 − ψ²)·0.00004, and 0.01 at the goal (Randløv and Alstrøm, 1998, as later programs quote it).</summary>
    Paper,

    /// <summary>(0.95 − (1 − cos ψ)²)·0.0001, and 0.01 at the goal (the original program).</summary>
    Program,
}
