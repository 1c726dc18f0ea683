using System.Globalization;
using System.Text.RegularExpressions;
using Tandem.Environments.Bicycle;

namespace Tandem.Environments.Tests.Bicycle.Randlov;

/// <summary>The lines of <c>golden/randlov_steps.txt</c>.</summary>
/// <param name="Integration">A: the original program; B: Ernst.</param>
/// <param name="Actions">The name of what the rider does.</param>
/// <param name="Step">After how many steps.</param>
/// <param name="Fallen">Whether the bicycle fell in that step, and in none before.</param>
/// <param name="State">The numbers of the state, in the order that golden/README.md gives.</param>
internal sealed partial record GoldenBicycleSteps(RandlovIntegration Integration, string Actions, int Step, bool Fallen, double[] State)
{
    public static string[] Lines { get; } = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "golden", "randlov_steps.txt"));

    public static IReadOnlyList<GoldenBicycleSteps> All { get; } = [.. Lines.Select(line => StateLine().Match(line)).Where(match => match.Success).Select(match =>
        new GoldenBicycleSteps(
            match.Groups["model"].Value == "A" ? RandlovIntegration.Original : RandlovIntegration.Ernst,
            match.Groups["actions"].Value,
            int.Parse(match.Groups["step"].Value, CultureInfo.InvariantCulture),
            match.Groups["when"].Value == "fallen at step",
            [.. match.Groups["state"].Value.Split(", ").Select(number => double.Parse(number.Trim('\''), CultureInfo.InvariantCulture))]))];

    /// <summary>A random rider's mean steps to the fall, their deviation over rides, and how many rides there were.</summary>
    public static (double Mean, double Deviation, int Rides) RandomRider(RandlovIntegration integration)
    {
        var model = integration == RandlovIntegration.Original ? "A" : "B";
        var match = Lines.Select(line => RandomLine().Match(line)).Single(match => match.Success && match.Groups["model"].Value == model);
        return (double.Parse(match.Groups["mean"].Value, CultureInfo.InvariantCulture), double.Parse(match.Groups["deviation"].Value, CultureInfo.InvariantCulture), 2_000);
    }

    /// <summary>Torque and displacement at a step, counted from 0.</summary>
    public (double Torque, double Displacement) ActionAt(int step) => Actions switch
    {
        "zero (T=0,d=0)" => (0, 0),
        "T=+2 d=0" => (2, 0),
        "T=0 d=+0.02" => (0, 0.02),
        "cycle a=k%9 (T=2*(a//3-1), d=.02*(a%3-1)), no noise" => (2 * ((step % 9 / 3) - 1), 0.02 * ((step % 3) - 1)),
        _ => throw new InvalidOperationException($"no such rider: {Actions}"),
    };

    [GeneratedRegex(@"^(?<model>[AB])/(?<actions>.*?) (?<when>after|fallen at step) (?<step>\d+) \[(?<state>.*)\]$")]
    private static partial Regex StateLine();

    [GeneratedRegex(@"^random policy, with noise, model (?<model>[AB]) : mean steps to fall (?<mean>\S+) sd (?<deviation>\S+)")]
    private static partial Regex RandomLine();
}
