namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>
/// One of the two frames, with all that is fixed to it: a rigid body that is symmetric about the bicycle's plane. Its centre
/// of mass is measured from the rear wheel's contact point, x forward, z <b>down</b>.
/// </summary>
public sealed record FrameBody
{
    /// <summary>Centre of mass ahead of the rear contact point, m; −10 to 10.</summary>
    public required double X { get; init => field = BodyCheck.Offset(value, "position x"); }

    /// <summary>Centre of mass below the ground, m: −10 to below 0, since it is above.</summary>
    public required double Z
    {
        get;
        init => field = BodyCheck.Offset(value, "position z") < 0 ? value
            : throw new ArgumentException($"position z {BodyCheck.Text(value)} m lies on or below the ground: z points down, give less than 0");
    }

    /// <summary>Mass, kg; 0.001 to 10⁴.</summary>
    public required double Mass { get; init => field = BodyCheck.Mass(value); }

    /// <summary>Moment of inertia about the forward axis through the centre of mass, kg m²; 10⁻⁸ to 10⁶.</summary>
    public required double Ixx { get; init => field = BodyCheck.Moment(value, "Ixx"); }

    /// <summary>Moment of inertia about the sideways axis through the centre of mass, kg m²; 10⁻⁸ to 10⁶.</summary>
    public required double Iyy { get; init => field = BodyCheck.Moment(value, "Iyy"); }

    /// <summary>Moment of inertia about the vertical axis through the centre of mass, kg m²; 10⁻⁸ to 10⁶.</summary>
    public required double Izz { get; init => field = BodyCheck.Moment(value, "Izz"); }

    /// <summary>Product of inertia, −∫xz dm about the centre of mass, kg m²; −10⁶ to 10⁶.</summary>
    public required double Ixz { get; init => field = BodyCheck.Product(value, "Ixz"); }

    /// <summary>Refuses inertias that no distribution of mass has: principal moments are positive, none above the sum of the others.</summary>
    internal void CheckRealisable(string name)
    {
        var (mean, spread) = ((Ixx + Izz) / 2, Math.Sqrt(Math.Pow((Ixx - Izz) / 2, 2) + (Ixz * Ixz)));
        BodyCheck.TriangleInequality(name, mean + spread, Iyy, mean - spread);
    }
}
