using Tandem.Runs;
using Tandem.Runs.Metrics;

namespace Tandem.Learning.Tests.Training;

/// <summary>What a run ends with, to be compared bit by bit.</summary>
internal static class RunOutcome
{
    /// <summary>The last checkpoint's files and the metrics, as text; how fast it went is left out.</summary>
    public static string Of(RunDirectory run)
    {
        var checkpoint = run.Checkpoints.LatestGood().Found!;
        var tensors = checkpoint.Files.Where(name => name != "state.json")
            .Select(name => $"{name} {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(checkpoint.ReadBytes(name)))}");
        var metrics = MetricsFile.Read(run.MetricsPath).Select(row => string.Join(' ', row.Values
            .Where(value => value.Key != "targetsPerSecond")
            .Select(value => $"{value.Key}={value.Value:R}")
            .Prepend($"{row.Step}:")));
        return string.Join('\n', [$"{checkpoint.Step} {checkpoint.State.ToJsonString()}", .. tensors, .. metrics]);
    }
}
