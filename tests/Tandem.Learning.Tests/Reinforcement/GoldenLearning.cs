using System.Text.Json;

namespace Tandem.Learning.Tests.Reinforcement;

/// <summary>Numbers of PyTorch: a case of <c>golden/learning.json</c>.</summary>
internal sealed class GoldenLearning
{
    private readonly JsonElement numbers;

    public GoldenLearning(string name)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "learning.json")));
        numbers = file.RootElement.GetProperty(name).Clone();
    }

    public double Number(string name) => numbers.GetProperty(name).GetDouble();

    /// <summary>All numbers of an array, row by row.</summary>
    public double[] Numbers(string name) => [.. Flat(numbers.GetProperty(name)).Select(number => number.GetDouble())];

    public float[] Singles(string name) => [.. Numbers(name).Select(number => (float)number)];

    public bool[] Booleans(string name) => [.. Flat(numbers.GetProperty(name)).Select(number => number.GetBoolean())];

    private static IEnumerable<JsonElement> Flat(JsonElement element) =>
        element.ValueKind == JsonValueKind.Array ? element.EnumerateArray().SelectMany(Flat) : [element];
}
