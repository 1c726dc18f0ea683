namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>One wheel: a body of revolution that touches the ground with a knife edge.</summary>
public sealed record WheelBody
{
    /// <summary>Radius, m; 0.01 to 10.</summary>
    public required double Radius { get; init => field = BodyCheck.Length(value, 0.01, "radius"); }

    /// <summary>Mass, kg; 0.001 to 10⁴.</summary>
    public required double Mass { get; init => field = BodyCheck.Mass(value); }

    /// <summary>Moment of inertia about a diameter, Ixx = Izz, kg m²; 10⁻⁸ to 10⁶.</summary>
    public required double Ixx { get; init => field = BodyCheck.Moment(value, "Ixx"); }

    /// <summary>Moment of inertia about the axle, Iyy, kg m²; 10⁻⁸ to 10⁶, and at most 2 Ixx, which a flat ring has.</summary>
    public required double Iyy { get; init => field = BodyCheck.Moment(value, "Iyy"); }

    /// <summary>Refuses inertias that no distribution of mass has.</summary>
    internal void CheckRealisable(string name) => BodyCheck.TriangleInequality(name, Ixx, Iyy, Ixx);
}
