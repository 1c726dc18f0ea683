using System.Text.Json;

namespace Tandem.Environments.Tests;

/// <summary>What Gymnasium's worlds did, from <c>golden/gymnasium.json</c>.</summary>
internal static class GymnasiumRides
{
    private static readonly JsonElement Worlds =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "gymnasium.json"))).RootElement.GetProperty("envs");

    /// <summary>The recorded rides in a world.</summary>
    public static IReadOnlyList<GymnasiumRide> Of(string id) => [.. Worlds.GetProperty(id).GetProperty("runs").EnumerateArray().Select(Read)];

    /// <summary>A world's step limit and threshold.</summary>
    public static (int? StepLimit, double? RewardThreshold) Facts(string id)
    {
        var world = Worlds.GetProperty(id);
        var (limit, threshold) = (world.GetProperty("max_episode_steps"), world.GetProperty("reward_threshold"));
        return (limit.ValueKind == JsonValueKind.Null ? null : limit.GetInt32(), threshold.ValueKind == JsonValueKind.Null ? null : threshold.GetDouble());
    }

    /// <summary>A tabular world's transitions: [state][action] of (probability, next state, reward, terminated).</summary>
    public static (double Probability, int State, double Reward, bool Terminated)[][][] Table(string id) =>
        [.. Worlds.GetProperty(id).GetProperty("P").EnumerateArray().Select(state => state.EnumerateArray().Select(action => action.EnumerateArray()
            .Select(row => (row[0].GetDouble(), row[1].GetInt32(), row[2].GetDouble(), row[3].GetBoolean())).ToArray()).ToArray())];

    private static GymnasiumRide Read(JsonElement run) => new(
        Numbers(run.GetProperty("state0")),
        Numbers(run.GetProperty("obs0")),
        [.. run.GetProperty("steps").EnumerateArray().Select(step => new GymnasiumStep(
            Numbers(step[0]), Numbers(step[1]), Numbers(step[2]), step[3].GetDouble(), step[4].GetBoolean(), step[5].GetBoolean()))]);

    private static double[] Numbers(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().Select(number => number.GetDouble())]
        : [element.GetDouble()];
}

internal sealed record GymnasiumRide(double[] State, double[] Observation, IReadOnlyList<GymnasiumStep> Steps);

internal sealed record GymnasiumStep(double[] Action, double[] State, double[] Observation, double Reward, bool Terminated, bool Truncated);
