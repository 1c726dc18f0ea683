using System.Text.Json.Nodes;
using Tandem.Runs;

namespace Tandem.Cli.Tasks;

/// <summary>What runs have in common that differ in their seed alone.</summary>
/// <param name="Task">What was trained.</param>
/// <param name="Choice">The world.</param>
/// <param name="Settings">Every option but seeds and where to compute, as JSON.</param>
internal sealed record SeedGroup(string Task, EnvironmentChoice Choice, string Settings)
{
    /// <summary>The group of a run that rides in a world.</summary>
    public static SeedGroup Of(RunDirectory directory, EnvironmentChoice choice)
    {
        var settings = JsonNode.Parse(directory.ReadOptionsJson())!.AsObject();
        settings.Remove("machine");
        foreach (var part in settings.Select(part => part.Value).OfType<JsonObject>())
        {
            part.Remove("seed");
        }

        return new SeedGroup(directory.Record.Task, choice, settings.ToJsonString());
    }

    /// <summary>Refuses runs of one group that were trained from the same seed: a mean that counts one twice is none.</summary>
    public static void RequireEachSeedOnce(IEnumerable<(string Path, SeedGroup Group, ulong Seed)> runs)
    {
        foreach (var same in runs.GroupBy(run => (run.Group, run.Seed), run => run.Path))
        {
            if (same.ElementAtOrDefault(1) is { } second)
            {
                throw new ArgumentException($"the runs '{same.First()}' and '{second}' are the same training from the same seed, {same.Key.Seed}: give each seed once");
            }
        }
    }
}
