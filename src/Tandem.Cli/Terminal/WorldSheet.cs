using System.Globalization;
using Spectre.Console;
using Tandem.Environments;
using Tandem.Runs.Options;

namespace Tandem.Cli.Terminal;

/// <summary>All there is to know of one world, on the terminal: what each number means, what is earned, who rides well.</summary>
internal sealed class WorldSheet(EnvironmentSpec spec, IEnvironment world, object? options, IReadOnlyList<WorldTable> tables)
{
    public void Write(IAnsiConsole console)
    {
        console.MarkupLine($"[bold]{Markup.Escape(spec.Id)}[/]  {Markup.Escape(spec.Summary)}");
        console.WriteLine();
        console.Write(Numbers("Observation", world.Observations, spec.ObservationMeanings));
        console.Write(Numbers("Action", world.Actions, spec.ActionMeanings));
        console.Write(Facts());
        if (options is not null && OptionsSchema.Describe(options) is { Count: > 0 } described)
        {
            console.WriteLine();
            console.Write(Options(described));
        }

        foreach (var table in tables)
        {
            console.WriteLine();
            console.WriteLine(table.Title);
            console.Write(Rows(table));
        }
    }

    /// <summary>A number as a person reads it; nothing for none.</summary>
    public static string Number(double? value) => value switch
    {
        null => "",
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "−∞",
        { } number => number.ToString("0.####", CultureInfo.InvariantCulture),
    };

    /// <summary>What a number of a space may be.</summary>
    public static string Range(Space space, int index) => space switch
    {
        Discrete discrete => $"0 to {discrete.Count - 1}",
        MultiDiscrete parts => $"0 to {parts.Counts[index] - 1}",
        Box box => $"{Number(box.Low[index])} to {Number(box.High[index])}",
        _ => "",
    };

    private Grid Facts()
    {
        var facts = new Grid().AddColumns(2);
        Fact(facts, "Reward", spec.RewardMeaning is { } reward ? $"{reward.Meaning} ({reward.Unit})" : null);
        Fact(facts, "Step limit", spec.StepLimit is { } limit ? $"{limit} steps, then truncated" : "none");
        Fact(facts, "Optimum", spec.OptimalReturn(options) is { } optimum ? $"return {Number(optimum)} with {(options == spec.DefaultOptions ? "the default" : "these")} options" : null);
        Fact(facts, "Solved from", spec.RewardThreshold is { } threshold ? $"a mean return of {Number(threshold)}" : null);
        foreach (var rider in spec.Yardsticks)
            Fact(facts, "Rider", $"{rider.Name}: {rider.Meaning}; 'tandem ride --env {spec.Id} --policy {rider.Name}' shows it");
        Fact(facts, "Source", spec.Source.Length > 0 ? spec.Source : null);
        return facts;
    }

    private static Table Rows(WorldTable table)
    {
        var rows = new Table().Border(TableBorder.Simple);
        foreach (var column in table.Columns)
            rows.AddColumn(new TableColumn(Markup.Escape(column)).RightAligned());
        foreach (var row in table.Rows)
            rows.AddRow([.. row.Select(value => Markup.Escape(Number(value)))]);
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
                Markup.Escape(meaning is null ? "" : WithChoices(meaning)));
        }

        return table;
    }

    private static string WithChoices(NumberMeaning meaning) => meaning.Choices.Count == 0
        ? meaning.Meaning
        : $"{meaning.Meaning}\n{string.Join(", ", meaning.Choices.Select((choice, number) => $"{number} {choice}"))}";

    private static Table Options(IReadOnlyList<OptionDescription> options)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Option", "Default", "Allowed", "Meaning");
        foreach (var option in options)
            table.AddRow($"[bold]--{option.Flag}[/]", Markup.Escape(option.Default), Markup.Escape(option.Range ?? option.Type), Markup.Escape(option.Description));
        return table;
    }

    private static void Fact(Grid grid, string name, string? value)
    {
        if (value is not null)
            grid.AddRow($"[bold]{name}[/]", Markup.Escape(value));
    }
}
