using System.CommandLine;
using Spectre.Console;
using Tandem.Cli.Plots;
using Tandem.Cli.Tasks;
using Tandem.Cli.Terminal;
using Tandem.Environments;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem envs [ID]</c>: the worlds, or all there is to know of one.</summary>
internal static class EnvsCommand
{
    private const int Gap = 2;

    public static Command Create(CommandContext context)
    {
        var id = new Argument<string?>("ID") { Description = "A world, such as BicycleGrid-v0", Arity = ArgumentArity.ZeroOrOne };
        var check = new Option<bool>("--check") { Description = "Ride the world at random and name what would make training in it fail" };
        var plot = new Option<string?>("--plot") { Description = "Draw the world's curves, where it has any, as a .png or .svg file", HelpName = "FILE" };
        var set = new Option<string[]>("--set") { Description = "One of the world's options; may be given several times", HelpName = "NAME=VALUE" };
        var command = new Command("envs", "Lists the worlds, or tells what each number of one means") { id, check, plot, set };
        context.Act(command, parsed =>
        {
            if (parsed.GetValue(id) is not { } name)
            {
                return (check, plot, set) switch
                {
                    _ when parsed.GetValue(check) => throw WorldWanted("--check"),
                    _ when parsed.GetValue(plot) is not null => throw WorldWanted("--plot FILE"),
                    _ when parsed.GetValue(set) is [_, ..] => throw WorldWanted("--set NAME=VALUE"),
                    _ => PrepareList(context),
                };
            }

            var spec = context.Catalog[name];
            var options = EnvironmentChoice.Of(spec, parsed.GetValue(set) ?? []).World;
            return parsed.GetValue(check) ? PrepareCheck(context, spec, options) : PrepareOne(context, spec, options, parsed.GetValue(plot));
        });
        return command;
    }

    private static ArgumentException WorldWanted(string flag) =>
        new($"{flag.Split(' ')[0]} wants a world: give its ID, such as 'tandem envs BicycleGrid-v0 {flag}'");

    private static Func<CancellationToken, int> PrepareCheck(CommandContext context, EnvironmentSpec spec, object? options) => _ =>
    {
        var findings = EnvironmentChecker.Check(() => spec.Create(options), spec.StepLimit);
        var isSound = findings.All(finding => finding.Severity != FindingSeverity.Error);
        context.Screen.Result(
            new { spec.Id, Sound = isSound, Findings = findings.Select(finding => new { Severity = finding.Severity.ToString(), finding.Problem, finding.Remedy }) },
            console => console.WriteLine(findings.Count == 0 ? $"{spec.Id} keeps the contract of a world." : string.Join('\n', findings)));
        return isSound ? ExitCode.Done : ExitCode.Failed;
    };

    private static Func<CancellationToken, int> PrepareList(CommandContext context) => _ =>
    {
        context.Screen.Result(new { Worlds = context.Catalog.Specs.Select(Describe) }, console => console.Write(List(context.Catalog)));
        return ExitCode.Done;
    };

    private static Func<CancellationToken, int> PrepareOne(CommandContext context, EnvironmentSpec spec, object? options, string? plot)
    {
        var file = plot is null ? null : PlotFile.At(plot);
        if (file is not null && spec.Curves is null)
        {
            throw new ArgumentException($"{spec.Id} has no curves to plot: leave --plot out");
        }

        var world = spec.Create(options);
        return _ =>
        {
            if (file is not null)
            {
                file.Write(Chart.Of(spec.ComputeCurves(options)!));
                context.Screen.Say($"Drawn to {Markup.Escape(file.Path)}.");
            }

            var tables = spec.ComputeTables(options);
            context.Screen.Result(Describe(spec, world, options, tables), new WorldSheet(spec, world, options, tables).Write);
            return ExitCode.Done;
        };
    }

    private static object Describe(EnvironmentSpec spec)
    {
        var (observations, actions) = spec.SpacesOf();
        return new
        {
            spec.Id,
            spec.Summary,
            Observations = observations.ToString(),
            Actions = actions.ToString(),
            spec.StepLimit,
            spec.RewardThreshold,
            spec.Source,
        };
    }

    private static object Describe(EnvironmentSpec spec, IEnvironment world, object? options, IReadOnlyList<WorldTable> tables) => new
    {
        spec.Id,
        spec.Summary,
        Observations = world.Observations.ToString(),
        Actions = world.Actions.ToString(),
        spec.StepLimit,
        spec.RewardThreshold,
        OptimalReturn = spec.OptimalReturn(options),
        spec.Source,
        ObservationNumbers = Numbers(world.Observations, spec.ObservationMeanings),
        ActionNumbers = Numbers(world.Actions, spec.ActionMeanings),
        Reward = spec.RewardMeaning is { } reward ? new { reward.Unit, reward.Meaning } : null,
        Riders = spec.Yardsticks.Select(rider => new { rider.Name, rider.Meaning }),
        Tables = tables,
    };

    private static object[] Numbers(Space space, IReadOnlyList<NumberMeaning> meanings) =>
        [.. meanings.Take(space.Width).Select((number, i) => new { number.Name, number.Unit, Range = WorldSheet.Range(space, i), number.Meaning, number.Choices })];

    /// <summary>All worlds, at once: a world's optimum, which may take planning, is told where it alone is asked about.</summary>
    private static Page List(EnvironmentCatalog catalog)
    {
        var page = new Page();
        var column = catalog.Specs.Select(spec => spec.Id.Length).DefaultIfEmpty().Max() + Gap;
        foreach (var spec in catalog.Specs)
        {
            var (observations, actions) = spec.SpacesOf();
            string?[] facts =
            [
                $"observations {observations}",
                $"actions {actions}",
                spec.StepLimit is { } limit ? $"{limit} steps at most" : null,
                spec.RewardThreshold is { } threshold ? $"solved from {WorldSheet.Number(threshold)}" : null,
            ];
            page.Add(spec.Id, column, spec.Summary.Length > 0 ? spec.Summary : "(no summary)", Decoration.Bold);
            page.Add("", column, string.Join(", ", facts.OfType<string>()), textDecoration: Decoration.Dim);
        }

        return page;
    }
}
