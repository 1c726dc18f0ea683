namespace Tandem.Learning.Trajectories;

/// <summary>Where a log has what: the numbers of its columns.</summary>
internal sealed record LogLayout
{
    public required int Episode { get; init; }

    public required int? Step { get; init; }

    public required int[] Observations { get; init; }

    public required int[] NextObservations { get; init; }

    public required int[] Actions { get; init; }

    public required int Reward { get; init; }

    public required int Terminated { get; init; }

    public required int? Truncated { get; init; }

    /// <summary>Finds the columns.</summary>
    /// <exception cref="InvalidDataException">One is missing.</exception>
    public static LogLayout Of(string file, IReadOnlyList<string> columns, LogOptions options)
    {
        var search = new Search(file, columns);
        var observations = search.All(options.Observations, "obs", "observations");
        var next = search.Several(options.NextObservations, "next_obs", "next-observations");
        return next.Length == 0 || next.Length == observations.Length
            ? new LogLayout
            {
                Episode = search.One(options.Episode, "episode"),
                Step = search.Maybe(options.Step, "step", "step"),
                Observations = observations,
                NextObservations = next,
                Actions = search.All(options.Actions, "action", "actions"),
                Reward = search.One(options.Reward, "reward"),
                Terminated = search.One(options.Terminated, "terminated"),
                Truncated = search.Maybe(options.Truncated, "truncated", "truncated"),
            }
            : throw new InvalidDataException($"'{file}' has {observations.Length} columns of observations and {next.Length} of next observations: give as many");
    }

    private sealed class Search(string file, IReadOnlyList<string> columns)
    {
        /// <summary>A column that there must be.</summary>
        public int One(string name, string flag) => Find(name) ?? throw Missing(name, flag);

        /// <summary>A column that there must be only where it was asked for.</summary>
        public int? Maybe(string? asked, string usual, string flag) => asked is null ? Find(usual) : One(asked, flag);

        /// <summary>At least one column.</summary>
        public int[] All(IReadOnlyList<string> asked, string beginning, string flag)
        {
            var found = Several(asked, beginning, flag);
            return found.Length > 0 ? found
                : throw new InvalidDataException($"'{file}' has no column whose name begins with '{beginning}', only {Names}: say which they are with --{flag} COLUMN,…");
        }

        /// <summary>The columns that were asked for, or those whose names begin so.</summary>
        public int[] Several(IReadOnlyList<string> asked, string beginning, string flag) => asked.Count > 0
            ? [.. asked.Select(name => One(name, flag))]
            : [.. columns.Index().Where(column => column.Item.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)).Select(column => column.Index)];

        private string Names => string.Join(", ", columns);

        private int? Find(string name)
        {
            for (var column = 0; column < columns.Count; column++)
            {
                if (string.Equals(columns[column], name, StringComparison.OrdinalIgnoreCase))
                {
                    return column;
                }
            }

            return null;
        }

        private InvalidDataException Missing(string name, string flag) =>
            new($"'{file}' has no column '{name}', only {Names}: say which it is with --{flag} COLUMN");
    }
}
