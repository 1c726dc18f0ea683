using System.ComponentModel;
using Tandem.Environments;
using Tandem.Runs.Options;

namespace Tandem.Cli.Tasks;

/// <summary>Which world is trained in, and how it is made.</summary>
internal sealed record EnvironmentChoice
{
    /// <summary>The world of a command line that names none.</summary>
    public const string DefaultId = "BicycleGrid-v0";

    /// <summary>At most so many worlds are judged in side by side.</summary>
    private const int MostToJudge = 100;

    /// <summary>A rider that never arrives would ride for ever in a world without a step limit: so long is long enough.</summary>
    private const int LongestUnlimitedRide = 20_000;

    /// <summary>The world's name in the catalogue.</summary>
    [Description("The world to ride in; 'tandem envs' lists them")]
    public string Id { get; init; } = "";

    /// <summary>After this many steps an episode is truncated.</summary>
    [Description("Episodes are truncated after this many [1 to 1000000000, or null for never; steps]")]
    public int? StepLimit
    {
        get;
        init => field = value is null or (>= 1 and <= 1_000_000_000) ? value
            : throw new ArgumentException($"step limit {value} is out of range: give 1 to 1000000000, or null for never");
    }

    /// <summary>The world's own options: the record that its catalogue entry names, or null if it has none.</summary>
    [Description("The world's own options")]
    public object? World { get; init; }

    /// <summary>A world as its catalogue entry makes it.</summary>
    public static EnvironmentChoice Of(EnvironmentSpec spec) =>
        new() { Id = spec.Id, StepLimit = spec.StepLimit, World = spec.DefaultOptions };

    /// <summary>A world as its catalogue entry makes it, some of its options changed.</summary>
    /// <param name="spec">The world.</param>
    /// <param name="assignments">Options of the world, such as <c>speed=5</c>.</param>
    /// <exception cref="ArgumentException">The world has no such option, or it cannot have that value.</exception>
    public static EnvironmentChoice Of(EnvironmentSpec spec, string[] assignments) => assignments.Length > 0 && spec.DefaultOptions is null
        ? throw new ArgumentException($"{spec.Id} has no options: leave --set out")
        : Of(spec) with { World = assignments.Aggregate(spec.DefaultOptions, (options, assignment) => OptionsBinder.Assign(options!, assignment)) };

    /// <summary>Worlds of this choice.</summary>
    public IVectorEnvironment CreateVector(EnvironmentCatalog catalog, int count) =>
        catalog[Id].CreateVector(count, World, StepLimit);

    /// <summary>Worlds of this choice in which riders are judged by so many episodes, each of which ends.</summary>
    public IVectorEnvironment CreateToJudge(EnvironmentSpec spec, int episodes) =>
        spec.CreateVector(Math.Min(episodes, MostToJudge), World, StepLimit ?? LongestUnlimitedRide);
}
