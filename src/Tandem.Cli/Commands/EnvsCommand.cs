using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Tandem.Environments;
using Tandem.Runs.Options;

namespace Tandem.Cli.Commands;

/// <summary><c>tandem envs [ID]</c>: the worlds, or all there is to know of one.</summary>
internal static class EnvsCommand
{
    public static Command Create(CommandContext context)
    {
        var id = new Argument<string?>("ID") { Description = "A world, such as BicycleGrid-v0", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("envs", "Lists the worlds, or tells what each number of one means") { id };
        context.Act(command, parsed => Prepare(context, parsed.GetValue(id)));
        return command;
    }

    private static Func<CancellationToken, int> Prepare(CommandContext context, string? id)
    {
        var spec = id is null ? null : context.Catalog[id];
        return _ =>
        {
            if (spec is null)
            {
                context.Screen.Result(context.Catalog.Specs.Select(Describe), console => console.Write(List(context.Catalog)));
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

    private static Table List(EnvironmentCatalog catalog)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("World", "Observations", "Actions", "Step limit", "Optimum", "What it is");
        foreach (var spec in catalog.Specs)
        {
            var world = spec.Create();
            table.AddRow(
                $"[bold]{Markup.Escape(spec.Id)}[/]",
                Markup.Escape($"{world.Observations}"),
                Markup.Escape($"{world.Actions}"),
                Number(spec.StepLimit),
                Number(spec.OptimalReturn() ?? spec.RewardThreshold),
                Markup.Escape(spec.Summary));
        }

        return table;
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
