using System.Numerics;

namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>How a bicycle moves by itself at each speed, as tables and curves (Meijaard et al. 2007, table 2 and figure 3).</summary>
internal static class SelfStability
{
    private const double HighestSpeed = 10;
    private const double TableStep = 0.5;
    private const double CurveStep = 0.02;

    public static IReadOnlyList<WorldTable> Tables(WhippleModel bicycle)
    {
        var critical = bicycle.CriticalSpeeds;
        return
        [
            new(
                $"Eigenvalues of the {Title(bicycle)}, 1/s, negative where the motion dies out (two real weaves: the smaller, then the larger)",
                ["speed, m/s", "castering", "capsize", "weave", "2nd weave", "weave frequency, rad/s"],
                [.. Speeds(TableStep).Select(speed => Row(speed, bicycle.EigenmodesAt(speed)))]),
            new(
                $"Critical speeds, m/s: {Meaning(critical)}",
                ["weave speed", "capsize speed"],
                [[critical.Weave, critical.Capsize]]),
        ];
    }

    public static WorldCurves Curves(WhippleModel bicycle)
    {
        var speeds = Speeds(CurveStep).ToArray();
        var modes = speeds.Select(bicycle.EigenmodesAt).ToArray();
        WorldCurve Curve(string name, Func<Eigenmodes, double> value) =>
            new(name, [.. speeds.Zip(modes, (speed, mode) => (speed, value(mode)))]);

        return new(
            $"Eigenvalues of the {Title(bicycle)}",
            "speed (m/s)",
            "eigenvalue (1/s)",
            [
                Curve("castering", mode => mode.Castering.Real),
                Curve("capsize", mode => mode.Capsize.Real),
                Curve("weave", mode => mode.Weave.Real),
                Curve("weave", mode => mode.WeaveConjugate.Real),
                Curve("weave frequency", mode => IsReal(mode.Weave) ? double.NaN : mode.Weave.Imaginary) with { IsDashed = true },
            ])
        {
            YRange = (-10, 10),
            Marks = [.. Mark("weave speed", bicycle.CriticalSpeeds.Weave), .. Mark("capsize speed", bicycle.CriticalSpeeds.Capsize)],
        };
    }

    private static string Meaning(CriticalSpeeds critical) => critical switch
    {
        { IsSelfStable: true, Capsize: not null } => "it rides by itself above the weave speed and below the capsize speed",
        { IsSelfStable: true } => "it rides by itself above the weave speed",
        { Weave: not null } => "above the weave speed another motion still grows, so that it does not ride by itself there",
        _ => "it has no weave speed above which it would ride by itself",
    };

    private static string Title(WhippleModel bicycle) => bicycle.Parameters.Name is { Length: > 0 } name ? name : "bicycle";

    private static IEnumerable<double> Speeds(double step) =>
        Enumerable.Range(0, (int)Math.Round(HighestSpeed / step) + 1).Select(i => i * step);

    private static IReadOnlyList<double?> Row(double speed, Eigenmodes modes) =>
    [
        speed,
        modes.Castering.Real,
        modes.Capsize.Real,
        modes.Weave.Real,
        IsReal(modes.Weave) ? modes.WeaveConjugate.Real : null,
        IsReal(modes.Weave) ? null : modes.Weave.Imaginary,
    ];

    private static bool IsReal(Complex value) => value.Imaginary == 0;

    private static IEnumerable<(string Name, double X)> Mark(string name, double? speed) =>
        speed is { } found and <= HighestSpeed ? [(name, found)] : [];
}
