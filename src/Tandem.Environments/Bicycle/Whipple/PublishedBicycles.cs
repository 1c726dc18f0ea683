using System.Collections.Concurrent;

namespace Tandem.Environments.Bicycle.Whipple;

/// <summary>Bicycles whose parameters are published; each is a file that <see cref="BicycleFile"/> reads, and an example of one.</summary>
public static class PublishedBicycles
{
    internal const string BenchmarkName = "benchmark";

    /// <summary>Those that were asked for: a file is read when its bicycle is.</summary>
    private static readonly ConcurrentDictionary<string, WhippleParameters> Known = new(StringComparer.Ordinal);

    /// <summary>The names that the bicycles go by.</summary>
    public static IReadOnlyList<string> Names { get; } = [BenchmarkName, "browser", "pista"];

    /// <summary>The bicycle of table 1 in Meijaard et al. 2007: made up, so that mistakes in a model show.</summary>
    public static WhippleParameters Benchmark => Get(BenchmarkName);

    /// <summary>The bicycle of a name.</summary>
    public static WhippleParameters Get(string name) => IsPublished(name)
        ? Known.GetOrAdd(name, static known => BicycleFile.Parse(Text(known), $"{known}.json"))
        : throw new ArgumentException($"there is no published bicycle '{name}': give {Listed()}");

    /// <summary>The file of a published bicycle, to begin one's own from.</summary>
    public static string Text(string name)
    {
        using var stream = typeof(PublishedBicycles).Assembly.GetManifestResourceStream($"Tandem.Environments.Bicycle.Whipple.Published.{name}.json")
            ?? throw new ArgumentException($"there is no published bicycle '{name}': give {Listed()}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    internal static bool IsPublished(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Names.Contains(name);
    }

    /// <summary>A bicycle of one's own, from what was given where a published one might have been named.</summary>
    internal static WhippleParameters Read(string path) => path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
        ? BicycleFile.Read(path)
        : throw new ArgumentException($"there is no published bicycle '{path}': give {Listed()}, or a .json file of your own");

    private static string Listed() => $"{string.Join(", ", Names.SkipLast(1))} or {Names[^1]}";
}
