using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Tandem.Cli.Tasks;
using Tandem.Cli.Terminal;
using Tandem.Environments;
using Tandem.Inference;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem ride RUN</c>: watch an agent in the terminal.</summary>
internal static class RideCommand
{
    private const int DefaultPauseMilliseconds = 250;
    private const int LongestUnlimitedRide = 1_000;

    public static Command Create(CommandContext context)
    {
        var path = RunArgument.Create();
        var sampled = new Option<bool>("--sampled") { Description = "Sample the actions instead of taking the most likely" };
        var seed = new Option<ulong>("--seed") { Description = "What the ride draws from (0)", HelpName = "N" };
        var pause = new Option<int>("--pause") { Description = $"Between two frames ({DefaultPauseMilliseconds}; 0 to 10000 milliseconds)", DefaultValueFactory = _ => DefaultPauseMilliseconds, HelpName = "N" };
        var command = new Command("ride", "Shows a ride of a trained agent in the terminal") { path, sampled, seed, pause };
        context.Act(command, parsed => Prepare(
            context,
            parsed.GetValue(path)!,
            parsed.GetValue(sampled) ? PolicyMode.Sampled : PolicyMode.Greedy,
            parsed.GetValue(seed),
            parsed.GetValue(pause)));
        return command;
    }

    private static Func<CancellationToken, int> Prepare(CommandContext context, string path, PolicyMode mode, ulong seed, int pause)
    {
        if (pause is < 0 or > 10_000)
        {
            throw new ArgumentException($"a pause of {pause} milliseconds is out of range: give 0 to 10000");
        }

        var folder = ReinforceRunFolder.Open(context.Catalog, path);
        var (agent, _) = folder.LoadAgent(context.Screen.Complain);
        var (spec, choice) = (folder.World(context.Catalog), folder.Task.Environment);
        return cancellation =>
        {
            var ride = RecordedRide.Record(spec.Create(choice.World), agent.Policy(mode, seed), choice.StepLimit ?? LongestUnlimitedRide, seed);
            if (spec.CreateRenderer(choice.World) is not { } renderer)
            {
                context.Screen.Say($"{Markup.Escape(spec.Id)} has no drawing of its rides; this is what came of one.");
            }
            else if (!context.Screen.IsJson)
            {
                RideAnimation.Play(context.Screen, ride, renderer, TimeSpan.FromMilliseconds(pause), cancellation);
            }

            var outcome = ride.Outcome;
            context.Screen.Result(
                new { outcome.Return, outcome.Steps, outcome.Terminated, outcome.Truncated, Success = spec.Success?.Invoke(outcome) },
                console => console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"Return {outcome.Return:0.##} in {outcome.Steps} steps{(outcome.Terminated ? "" : ", cut by the step limit")}.")));
            return ExitCode.Done;
        };
    }
}
