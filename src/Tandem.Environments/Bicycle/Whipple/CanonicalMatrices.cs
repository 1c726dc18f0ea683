namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>The four matrices of the linear bicycle from its parameters (Meijaard et al. 2007, appendix A, whose symbols stand here).</summary>
internal static class CanonicalMatrices
{
    public static (Matrix2 M, Matrix2 C1, Matrix2 K0, Matrix2 K2) Of(WhippleParameters bicycle)
    {
        var (w, c, tilt) = (bicycle.Wheelbase, bicycle.Trail, bicycle.SteerAxisTilt);
        var (sin, cos) = (Math.Sin(tilt), Math.Cos(tilt));
        var (rear, front) = (bicycle.RearWheel, bicycle.FrontWheel);
        var total = TotalOf(bicycle);
        var assembly = FrontAssemblyOf(bicycle);

        // u_A: how far the front assembly's centre of mass lies ahead of the steer axis; A·λ: moments about that axis.
        var u = ((assembly.X - w - c) * cos) - (assembly.Z * sin);
        var steerSteer = (assembly.Mass * u * u) + (assembly.Ixx * sin * sin) + (2 * assembly.Ixz * sin * cos) + (assembly.Izz * cos * cos);
        var steerX = (-assembly.Mass * u * assembly.Z) + (assembly.Ixx * sin) + (assembly.Ixz * cos);
        var steerZ = (assembly.Mass * u * assembly.X) + (assembly.Ixz * sin) + (assembly.Izz * cos);

        // μ: mechanical trail over wheelbase; S: gyrostatic coefficients.
        var mu = c / w * cos;
        var gyroFront = front.Iyy / front.Radius;
        var gyro = (rear.Iyy / rear.Radius) + gyroFront;
        var sA = (assembly.Mass * u) + (mu * total.Mass * total.X);
        var massLeanSteer = steerX + (mu * total.Ixz);
        var turn = cos / w;
        return (
            M: new(total.Ixx, massLeanSteer, massLeanSteer, steerSteer + (2 * mu * steerZ) + (mu * mu * total.Izz)),
            C1: new(
                0,
                (mu * gyro) + (gyroFront * cos) + (total.Ixz * turn) - (mu * total.Mass * total.Z),
                -((mu * gyro) + (gyroFront * cos)),
                (steerZ * turn) + (mu * (sA + (total.Izz * turn)))),
            K0: new(total.Mass * total.Z, -sA, -sA, -sA * sin),
            K2: new(0, (gyro - (total.Mass * total.Z)) * turn, 0, (sA + (gyroFront * sin)) * turn));
    }

    /// <summary>Mass, centre of mass and moments of several bodies taken as one.</summary>
    private readonly record struct Lump(double Mass, double X, double Z, double Ixx, double Ixz, double Izz);

    /// <summary>The whole bicycle; its moments are taken about the rear contact point.</summary>
    private static Lump TotalOf(WhippleParameters bicycle)
    {
        var (rear, body, fork, front, w) = (bicycle.RearWheel, bicycle.RearFrame, bicycle.FrontFrame, bicycle.FrontWheel, bicycle.Wheelbase);
        var mass = rear.Mass + body.Mass + fork.Mass + front.Mass;
        return new(
            mass,
            ((body.X * body.Mass) + (fork.X * fork.Mass) + (w * front.Mass)) / mass,
            ((-rear.Radius * rear.Mass) + (body.Z * body.Mass) + (fork.Z * fork.Mass) - (front.Radius * front.Mass)) / mass,
            rear.Ixx + body.Ixx + fork.Ixx + front.Ixx + (rear.Mass * rear.Radius * rear.Radius) + (body.Mass * body.Z * body.Z)
                + (fork.Mass * fork.Z * fork.Z) + (front.Mass * front.Radius * front.Radius),
            body.Ixz + fork.Ixz - (body.Mass * body.X * body.Z) - (fork.Mass * fork.X * fork.Z) + (front.Mass * w * front.Radius),
            rear.Ixx + body.Izz + fork.Izz + front.Ixx + (body.Mass * body.X * body.X) + (fork.Mass * fork.X * fork.X) + (front.Mass * w * w));
    }

    /// <summary>Front frame and front wheel; their moments are taken about their common centre of mass.</summary>
    private static Lump FrontAssemblyOf(WhippleParameters bicycle)
    {
        var (fork, front, w) = (bicycle.FrontFrame, bicycle.FrontWheel, bicycle.Wheelbase);
        var mass = fork.Mass + front.Mass;
        var x = ((fork.X * fork.Mass) + (w * front.Mass)) / mass;
        var z = ((fork.Z * fork.Mass) - (front.Radius * front.Mass)) / mass;
        var (forkX, forkZ, wheelX, wheelZ) = (fork.X - x, fork.Z - z, w - x, front.Radius + z);
        return new(
            mass,
            x,
            z,
            fork.Ixx + front.Ixx + (fork.Mass * forkZ * forkZ) + (front.Mass * wheelZ * wheelZ),
            fork.Ixz - (fork.Mass * forkX * forkZ) + (front.Mass * wheelX * wheelZ),
            fork.Izz + front.Ixx + (fork.Mass * forkX * forkX) + (front.Mass * wheelX * wheelX));
    }
}
