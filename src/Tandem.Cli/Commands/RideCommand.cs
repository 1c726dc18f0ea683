using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Tandem.Cli.Plots;
using Tandem.Cli.Tasks;
using Tandem.Cli.Terminal;
using Tandem.Environments;
using Tandem.Inference;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem ride</c>: watch an agent, or a rider who learned nothing, in the terminal or as an animated SVG file.</summary>
internal static class RideCommand
{
    private const int LongestUnlimitedRide = 1_000;

    public static Command Create(CommandContext context)
    {
        var sampled = new Option<bool>("--sampled") { Description = "Sample the actions of an agent instead of taking the most likely" };
        var seed = new Option<ulong>("--seed") { Description = "What the ride draws from (0)", HelpName = "N" };
        var every = new Option<int?>("--every") { Description = "Steps from one frame to the next (1, or more where the ride is long; 1 to 1000000)", HelpName = "N" };
        var pause = new Option<int?>("--pause") { Description = "Between two frames (250, or less where the ride is long; 0 to 10000 milliseconds)", HelpName = "N" };
        var svg = new Option<string?>("--svg") { Description = "Draw the ride as an animated .svg file instead, where the world is a bicycle's", HelpName = "FILE" };
        var command = new SectionedCommand("ride", "Shows a ride in the terminal: a trained agent's, or with --env one of a rider who learned nothing");
        foreach (var flag in (Option[])[sampled, seed, every, pause, svg])
            command.Add("Flags", flag);
        var riders = new RiderFlags(command);
        context.Act(command, parsed =>
        {
            var (stride, milliseconds) = (Checked(parsed.GetValue(every)), CheckedPause(parsed.GetValue(pause)));
            var show = new Show(context.Screen, riders.Open(context, parsed), parsed.GetValue(sampled) ? PolicyMode.Sampled : PolicyMode.Greedy, parsed.GetValue(seed))
            {
                PaceOf = steps => RidePace.Of(steps, stride, milliseconds),
                SvgPath = parsed.GetValue(svg) is { } path ? OutputFile.Check("--svg", path, ".svg") : null,
            };
            show.Check();
            return show.Run;
        });
        return command;
    }

    private static int? Checked(int? stride) => stride is null or (>= 1 and <= 1_000_000) ? stride
        : throw new ArgumentException($"a frame every {stride} steps is out of range: give 1 to 1000000");

    private static int? CheckedPause(int? pause) => pause is null or (>= 0 and <= 10_000) ? pause
        : throw new ArgumentException($"a pause of {pause} milliseconds is out of range: give 0 to 10000");

    /// <summary>One ride, and how it is shown.</summary>
    private sealed class Show(Screen screen, IRider rider, PolicyMode mode, ulong seed)
    {
        private readonly EnvironmentSpec spec = rider.Spec;
        private readonly object? options = rider.Choice.World;

        public required Func<int, RidePace> PaceOf { get; init; }

        public string? SvgPath { get; init; }

        public void Check()
        {
            if (SvgPath is not null && spec.Svg is null)
                throw new ArgumentException($"rides in {spec.Id} cannot be drawn as SVG, which shows bicycles that lean and steer: leave --svg out");
        }

        public int Run(CancellationToken cancellation)
        {
            using var _ = rider;
            var ride = RecordedRide.Record(spec.Create(options), rider.Policy(mode, seed), rider.Choice.StepLimit ?? LongestUnlimitedRide, seed);
            if (SvgPath is { } path)
            {
                RideSvg.Write(path, ride, spec.SvgOptions(options)! with { Title = $"{spec.Id}, {rider.Name}" });
                screen.Say($"Drawn to {Markup.Escape(path)}.");
            }
            else if (spec.CreateRenderer(options) is not { } renderer)
            {
                screen.Say($"{Markup.Escape(spec.Id)} has no drawing of its rides; this is what came of one.");
            }
            else if (!screen.IsJson)
            {
                RideAnimation.Play(screen, ride, renderer, PaceOf(ride.Outcome.Steps), cancellation);
            }

            Report(ride.Outcome);
            return ExitCode.Done;
        }

        private void Report(Ride outcome) => screen.Result(
            new { outcome.Return, outcome.Steps, outcome.Terminated, outcome.Truncated, Success = spec.Success?.Invoke(outcome) },
            console => console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"Return {outcome.Return:0.##} in {outcome.Steps} steps{(outcome.Terminated ? "" : ", cut by the step limit")}.")));
    }
}
