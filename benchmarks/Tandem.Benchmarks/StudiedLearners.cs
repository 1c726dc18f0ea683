namespace Tandem.Benchmarks;

/// <summary>Which learners of a study are asked for on the command line: all, or some with a comma between them.</summary>
internal sealed class StudiedLearners
{
    public const string Critic = "critic", Iql = "iql", Best = "best", Observed = "observed", Lstm = "lstm", Clone = "clone";

    private static readonly string[] Known = [Critic, Iql, Best, Observed, Lstm, Clone];
    private readonly string[] asked;

    private StudiedLearners(string[] asked) => this.asked = asked;

    public static StudiedLearners Parse(string? text)
    {
        var asked = text is null or "all" ? Known : text.Split(',');
        return asked.FirstOrDefault(name => !Known.Contains(name)) is { } stray
            ? throw new ArgumentException($"there is no learner '{stray}' in the study: give some of {string.Join(",", Known)}")
            : new StudiedLearners(asked);
    }

    /// <summary>A cell of the table; null: its learner is not asked for.</summary>
    public Func<string>? Of(string learner, Func<string> cell) => asked.Contains(learner) ? cell : null;
}
