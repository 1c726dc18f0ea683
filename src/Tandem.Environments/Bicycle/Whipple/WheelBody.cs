namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>One wheel: a body of revolution that touches the ground with a knife edge.</summary>
public sealed record WheelBody
{
    /// <summary>Radius, m; above 0.</summary>
    public required double Radius { get; init => field = BodyCheck.Positive(value, "radius", "m"); }

    /// <summary>Mass, kg; above 0.</summary>
    public required double Mass { get; init => field = BodyCheck.Positive(value, "mass", "kg"); }

    /// <summary>Moment of inertia about a diameter, Ixx = Izz, kg m²; above 0.</summary>
    public required double Ixx { get; init => field = BodyCheck.Positive(value, "moment of inertia Ixx", "kg m²"); }

    /// <summary>Moment of inertia about the axle, Iyy, kg m²; above 0, and at most 2 Ixx, which a flat ring has.</summary>
    public required double Iyy { get; init => field = BodyCheck.Positive(value, "moment of inertia Iyy", "kg m²"); }

    /// <summary>Refuses inertias that no distribution of mass has.</summary>
    internal void CheckRealisable(string name) => BodyCheck.TriangleInequality(name, Ixx, Iyy, Ixx);
}
