namespace Tandem.Runs;

/// <summary>What is known of a run before it starts.</summary>
public sealed record RunStart
{
    /// <summary>What trains it, such as <c>reinforce</c>.</summary>
    public required string Task { get; init; }

    /// <summary>The identifier of the world it trains in; null for a task without one.</summary>
    public string? Environment { get; init; }

    /// <summary>The version of the program that trains.</summary>
    public required string Version { get; init; }

    /// <summary>The seed of every random stream in it.</summary>
    public required ulong Seed { get; init; }

    /// <summary>How many trainings that differ in their seed alone it holds, a run below it each; null: it is one training itself.</summary>
    public int? Seeds { get; init; }

    /// <summary>The command that started it, as typed.</summary>
    public required string CommandLine { get; init; }

    /// <summary>The whole tree of options as JSON, from which the run can be repeated.</summary>
    public required string OptionsJson { get; init; }
}
