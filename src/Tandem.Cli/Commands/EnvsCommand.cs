using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Tandem.Cli.Plots;
using Tandem.Environments;
using Tandem.Runs.Options;
using PlainText = Spectre.Console.Text;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem envs [ID]</c>: the worlds, or all there is to know of one.</summary>
internal static class EnvsCommand
{
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
            var options = OptionsOf(spec, parsed.GetValue(set) ?? []);
            return parsed.GetValue(check) ? PrepareCheck(context, spec, options) : PrepareOne(context, spec, options, parsed.GetValue(plot));
        });
        return command;
    }

    private static ArgumentException WorldWanted(string flag) =>
        new($"{flag.Split(' ')[0]} wants a world: give its ID, such as 'tandem envs BicycleGrid-v0 {flag}'");

    private static object? OptionsOf(EnvironmentSpec spec, string[] assignments) => assignments.Length > 0 && spec.DefaultOptions is null
        ? throw new ArgumentException($"{spec.Id} has no options: leave --set out")
        : assignments.Aggregate(spec.DefaultOptions, (options, assignment) => OptionsBinder.Assign(options!, assignment));

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
            context.Screen.Result(Describe(spec, world, options, tables), console => Show(console, spec, world, options, tables));
            return ExitCode.Done;
        };
    }

    private static object Describe(EnvironmentSpec spec)
    {
        var world = spec.Create();
        return new
        {
            spec.Id,
            spec.Summary,
            Observations = world.Observations.ToString(),
            Actions = world.Actions.ToString(),
            spec.StepLimit,
            spec.RewardThreshold,
            OptimalReturn = spec.OptimalReturn(),
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
        Tables = tables,
    };

    private static Grid List(EnvironmentCatalog catalog)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var spec in catalog.Specs)
        {
            var world = spec.Create();
            string?[] facts =
            [
                $"observations {world.Observations}",
                $"actions {world.Actions}",
                spec.StepLimit is { } limit ? $"{limit} steps at most" : null,
                spec.OptimalReturn() is { } optimum ? $"optimum {Number(optimum)}" : null,
                spec.RewardThreshold is { } threshold ? $"solved from {Number(threshold)}" : null,
            ];
            grid.AddRow(new Markup($"[bold]{Markup.Escape(spec.Id)}[/]"), new PlainText(spec.Summary.Length > 0 ? spec.Summary : "(no summary)"));
            grid.AddRow(new PlainText(""), new PlainText(string.Join(", ", facts.OfType<string>()), new Style(decoration: Decoration.Dim)));
        }

        return grid;
    }

    private static void Show(IAnsiConsole console, EnvironmentSpec spec, IEnvironment world, object? options, IReadOnlyList<WorldTable> tables)
    {
        console.MarkupLine($"[bold]{Markup.Escape(spec.Id)}[/]  {Markup.Escape(spec.Summary)}");
        console.WriteLine();
        console.Write(Numbers("Observation", world.Observations, spec.ObservationMeanings));
        console.Write(Numbers("Action", world.Actions, spec.ActionMeanings));
        var facts = new Grid().AddColumns(2);
        Fact(facts, "Reward", spec.RewardMeaning?.Meaning);
        Fact(facts, "Step limit", spec.StepLimit is { } limit ? $"{limit} steps, then truncated" : "none");
        Fact(facts, "Optimum", spec.OptimalReturn(options) is { } optimum ? $"return {Number(optimum)} with {(options == spec.DefaultOptions ? "the default" : "these")} options" : null);
        Fact(facts, "Solved from", spec.RewardThreshold is { } threshold ? Number(threshold) : null);
        Fact(facts, "Source", spec.Source.Length > 0 ? spec.Source : null);
        console.Write(facts);
        if (options is not null)
        {
            console.WriteLine();
            console.Write(Options(options));
        }

        foreach (var table in tables)
        {
            console.WriteLine();
            console.WriteLine(table.Title);
            console.Write(Rows(table));
        }
    }

    private static Table Rows(WorldTable table)
    {
        var rows = new Table().Border(TableBorder.Simple);
        foreach (var column in table.Columns)
        {
            rows.AddColumn(new TableColumn(Markup.Escape(column)).RightAligned());
        }

        foreach (var row in table.Rows)
        {
            rows.AddRow([.. row.Select(value => Markup.Escape(Number(value)))]);
        }

        return rows;
    }

    private static Table Numbers(string title, Space space, IReadOnlyList<NumberMeaning> meanings)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns(title, "Unit", "Range", "Meaning");
        for (var i = 0; i < space.Width; i++)
        {
            var meaning = i < meanings.Count ? meanings[i] : null;
            table.AddRow(
                $"[bold]{Markup.Escape(meaning?.Name ?? i.ToString(CultureInfo.InvariantCulture))}[/]",
                Markup.Escape(meaning?.Unit ?? ""),
                Range(space, i),
                Markup.Escape(meaning?.Meaning ?? ""));
        }

        return table;
    }

    private static Table Options(object options)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Option", "Default", "Allowed", "Meaning");
        foreach (var option in OptionsSchema.Describe(options))
        {
            table.AddRow($"[bold]--{option.Flag}[/]", Markup.Escape(option.Default), Markup.Escape(option.Range ?? option.Type), Markup.Escape(option.Description));
        }

        return table;
    }

    private static string Range(Space space, int index) => space switch
    {
        Discrete discrete => $"0 to {discrete.Count - 1}",
        MultiDiscrete parts => $"0 to {parts.Counts[index] - 1}",
        Box box => $"{Number(box.Low[index])} to {Number(box.High[index])}",
        _ => "",
    };

    private static void Fact(Grid grid, string name, string? value)
    {
        if (value is not null)
        {
            grid.AddRow($"[bold]{name}[/]", Markup.Escape(value));
        }
    }

    private static string Number(double? value) => value switch
    {
        null => "",
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "−∞",
        { } number => number.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
