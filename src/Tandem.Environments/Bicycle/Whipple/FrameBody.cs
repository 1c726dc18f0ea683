namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>
/// One of the two frames, with all that is fixed to it: a rigid body that is symmetric about the bicycle's plane. Its centre
/// of mass is measured from the rear wheel's contact point, x forward, z <b>down</b>.
/// </summary>
public sealed record FrameBody
{
    /// <summary>Centre of mass ahead of the rear contact point, m.</summary>
    public required double X { get; init => field = BodyCheck.Finite(value, "position x", "m"); }

    /// <summary>Centre of mass below the ground, m: negative, since it is above.</summary>
    public required double Z
    {
        get;
        init => field = BodyCheck.Finite(value, "position z", "m") < 0 ? value
            : throw new ArgumentException($"position z {BodyCheck.Text(value)} m lies on or below the ground: z points down, give less than 0");
    }

    /// <summary>Mass, kg; above 0.</summary>
    public required double Mass { get; init => field = BodyCheck.Positive(value, "mass", "kg"); }

    /// <summary>Moment of inertia about the forward axis through the centre of mass, kg m²; above 0.</summary>
    public required double Ixx { get; init => field = BodyCheck.Positive(value, "moment of inertia Ixx", "kg m²"); }

    /// <summary>Moment of inertia about the sideways axis through the centre of mass, kg m²; above 0.</summary>
    public required double Iyy { get; init => field = BodyCheck.Positive(value, "moment of inertia Iyy", "kg m²"); }

    /// <summary>Moment of inertia about the vertical axis through the centre of mass, kg m²; above 0.</summary>
    public required double Izz { get; init => field = BodyCheck.Positive(value, "moment of inertia Izz", "kg m²"); }

    /// <summary>Product of inertia, −∫xz dm about the centre of mass, kg m².</summary>
    public required double Ixz { get; init => field = BodyCheck.Finite(value, "product of inertia Ixz", "kg m²"); }

    /// <summary>Refuses inertias that no distribution of mass has: principal moments are positive, none above the sum of the others.</summary>
    internal void CheckRealisable(string name)
    {
        var (mean, spread) = ((Ixx + Izz) / 2, Math.Sqrt(Math.Pow((Ixx - Izz) / 2, 2) + (Ixz * Ixz)));
        BodyCheck.TriangleInequality(name, mean + spread, Iyy, mean - spread);
    }
}
