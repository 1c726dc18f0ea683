using System.CommandLine;
using System.Globalization;
using Spectre.Console;
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
        var command = new Command("envs", "Lists the worlds, or tells what each number of one means") { id, check };
        context.Act(command, parsed => parsed.GetValue(check)
            ? PrepareCheck(context, parsed.GetValue(id) ?? throw new ArgumentException("--check wants a world: give its ID, such as 'tandem envs BicycleGrid-v0 --check'"))
            : Prepare(context, parsed.GetValue(id)));
        return command;
    }

    private static Func<CancellationToken, int> PrepareCheck(CommandContext context, string id)
    {
        var spec = context.Catalog[id];
        return _ =>
        {
            var findings = EnvironmentChecker.Check(() => spec.Create(), spec.StepLimit);
            var isSound = findings.All(finding => finding.Severity != FindingSeverity.Error);
            context.Screen.Result(
                new { spec.Id, Sound = isSound, Findings = findings.Select(finding => new { Severity = finding.Severity.ToString(), finding.Problem, finding.Remedy }) },
                console => console.WriteLine(findings.Count == 0 ? $"{spec.Id} keeps the contract of a world." : string.Join('\n', findings)));
            return isSound ? ExitCode.Done : ExitCode.Failed;
        };
    }

    private static Func<CancellationToken, int> Prepare(CommandContext context, string? id)
    {
        var spec = id is null ? null : context.Catalog[id];
        return _ =>
        {
            if (spec is null)
            {
                context.Screen.Result(new { Worlds = context.Catalog.Specs.Select(Describe) }, console => console.Write(List(context.Catalog)));
            }
            else
            {
                context.Screen.Result(Describe(spec), console => Show(console, spec));
            }

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

    private static void Show(IAnsiConsole console, EnvironmentSpec spec)
    {
        var world = spec.Create();
        console.MarkupLine($"[bold]{Markup.Escape(spec.Id)}[/]  {Markup.Escape(spec.Summary)}");
        console.WriteLine();
        console.Write(Numbers("Observation", world.Observations, spec.ObservationMeanings));
        console.Write(Numbers("Action", world.Actions, spec.ActionMeanings));
        var facts = new Grid().AddColumns(2);
        Fact(facts, "Reward", spec.RewardMeaning?.Meaning);
        Fact(facts, "Step limit", spec.StepLimit is { } limit ? $"{limit} steps, then truncated" : "none");
        Fact(facts, "Optimum", spec.OptimalReturn() is { } optimum ? $"return {Number(optimum)} with the default options" : null);
        Fact(facts, "Solved from", spec.RewardThreshold is { } threshold ? Number(threshold) : null);
        Fact(facts, "Source", spec.Source.Length > 0 ? spec.Source : null);
        console.Write(facts);
        if (spec.DefaultOptions is { } options)
        {
            console.WriteLine();
            console.Write(Options(options));
        }
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
