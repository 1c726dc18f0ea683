using System.Text.Json;

namespace Tandem.Learning.Tests.Reinforcement;

/// <summary>Numbers of tests/golden/learning.json, which come from PyTorch.</summary>
internal static class LearningGolden
{
    public static JsonDocument Open() =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "learning.json")));

    /// <summary>All numbers of an array of any depth, in its order.</summary>
    public static double[] Numbers(JsonElement of, string name) => [.. Leaves(of.GetProperty(name)).Select(leaf => leaf.GetDouble())];

    public static float[] Singles(JsonElement of, string name) => Array.ConvertAll(Numbers(of, name), number => (float)number);

    public static bool[] Flags(JsonElement of, string name) => [.. Leaves(of.GetProperty(name)).Select(leaf => leaf.GetBoolean())];

    private static IEnumerable<JsonElement> Leaves(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Leaves) : [element];
}
