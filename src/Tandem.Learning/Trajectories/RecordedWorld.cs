using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Tandem.Runs.Options;

namespace Tandem.Learning.Trajectories;

/// <summary>The world that episodes come from: two sets of episodes belong together where these are equal.</summary>
public sealed record RecordedWorld
{
    /// <summary>Name and version, <c>BicycleGrid-v0</c>.</summary>
    public required string Environment { get; init; }

    /// <summary>The world's own options as one JSON object, without line breaks; null where it has none.</summary>
    /// <exception cref="ArgumentException">The text is not JSON.</exception>
    public string? OptionsJson
    {
        get;
        init => field = value is null ? null : Compact(value);
    }

    /// <summary>After this many steps an episode was truncated; null: never.</summary>
    public int? StepLimit { get; init; }

    /// <summary>What an observation is.</summary>
    public required Space Observations { get; init; }

    /// <summary>What an action is.</summary>
    public required Space Actions { get; init; }

    /// <summary>Many worlds of a catalogue entry.</summary>
    /// <param name="spec">The catalogue's entry.</param>
    /// <param name="options">The options that the worlds were made with; null: the entry's defaults.</param>
    /// <param name="worlds">The worlds: their spaces and step limit.</param>
    public static RecordedWorld Of(EnvironmentSpec spec, object? options, IVectorEnvironment worlds) => new()
    {
        Environment = spec.Id,
        OptionsJson = (options ?? spec.DefaultOptions) is { } made ? OptionsWriter.ToJson(made) : null,
        StepLimit = worlds.StepLimit,
        Observations = worlds.Observations,
        Actions = worlds.Actions,
    };

    /// <summary>One line for people: <c>BicycleGrid-v0 {"size":5} with step limit 200, Box(4) to MultiDiscrete(2, 3)</c>.</summary>
    public override string ToString()
    {
        var options = OptionsJson is null ? "" : $" {OptionsJson}";
        var limit = StepLimit is { } steps ? steps.ToString(CultureInfo.InvariantCulture) : "none";
        return $"{Environment}{options} with step limit {limit}, {Observations} to {Actions}";
    }

    private static string Compact(string json)
    {
        try
        {
            return JsonNode.Parse(json)!.ToJsonString();
        }
        catch (JsonException fault)
        {
            throw new ArgumentException($"the options of a recorded world are not JSON: {fault.Message}", fault);
        }
    }
}
