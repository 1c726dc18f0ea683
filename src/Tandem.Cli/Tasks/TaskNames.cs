namespace Tandem.Cli.Tasks;

/// <summary>What can be trained.</summary>
internal static class TaskNames
{
    /// <summary>All names, as a sentence lists them.</summary>
    public static string All { get; } = $"{Algorithms.Names}, {RideTask.CloneName}, {RideTask.DecisionTransformerName}, {IqlTask.Name} or {TranslateTask.Name}";
}
