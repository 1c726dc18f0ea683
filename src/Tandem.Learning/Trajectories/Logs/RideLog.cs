using System.Globalization;

namespace Tandem.Learning.Trajectories;

/// <summary>
/// Plain logs of rides, as CSV or JSON lines, that become recorded episodes without any world to ride in. Opening reads and
/// checks every line, so that what can be opened can be imported.
/// </summary>
public sealed class RideLog
{
    private readonly IReadOnlyList<string> files;
    private readonly LogOptions options;

    private RideLog(IReadOnlyList<string> files, LogOptions options, RecordedWorld world) => (this.files, this.options, World) = (files, options, world);

    /// <summary>The world that the logs are of, with its spaces as given or as inferred.</summary>
    public RecordedWorld World { get; }

    /// <summary>How many episodes there are.</summary>
    public int Episodes { get; private init; }

    /// <summary>How many steps they have together.</summary>
    public long Steps { get; private init; }

    /// <summary>How many episodes could not be kept: a single step that was cut, and nothing seen after it.</summary>
    public int GivenUp { get; private init; }

    /// <summary>Reads and checks logs.</summary>
    /// <param name="files">The files, .csv or .jsonl, each of another name; each has its own episodes, whatever those are called.</param>
    /// <param name="options">How they are to be read.</param>
    /// <param name="cancellation">Ends it early, with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidDataException">A log cannot be taken; the message names file, line and column.</exception>
    /// <exception cref="ArgumentException">Two files have the same name.</exception>
    /// <exception cref="IOException">There is no such file.</exception>
    public static RideLog Open(IReadOnlyList<string> files, LogOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(options);
        if (files.Count == 0)
        {
            throw new ArgumentException("no logs were named: give at least one file that ends in .csv or .jsonl");
        }

        RequireNamesOfTheirOwn(files);
        var (seen, done) = ((SeenNumbers?)null, (SeenNumbers?)null);
        var (episodes, steps, givenUp) = (0, 0L, 0);
        foreach (var file in files)
        {
            using var log = new LogEpisodes(file, options);
            (seen, done) = (seen ?? new SeenNumbers(log.ObservationWidth), done ?? new SeenNumbers(log.ActionWidth));
            RequireSameWidths(files[0], file, seen, done, log);
            while (log.Next())
            {
                cancellation.ThrowIfCancellationRequested();
                Look(log, seen, done);
                CheckGiven(log, options);
                episodes++;
                steps += log.Rewards.Count;
            }

            givenUp += log.GivenUp;
        }

        if (episodes == 0)
        {
            throw new InvalidDataException($"'{files[0]}' holds no episode that can be kept: give at least one of two steps, or one that terminated");
        }

        return new RideLog(files, options, WorldOf(options, seen!, done!)) { Episodes = episodes, Steps = steps, GivenUp = givenUp };
    }

    /// <summary>Adds the episodes to a set.</summary>
    /// <param name="writer">Where to; of this world.</param>
    /// <param name="cancellation">Ends it early, with <see cref="OperationCanceledException"/>; the set keeps what was added.</param>
    /// <exception cref="InvalidDataException">A log has changed since it was opened.</exception>
    /// <exception cref="ArgumentException">The set holds the episodes of such a file already; nothing was added.</exception>
    public void AddTo(EpisodeWriter writer, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var file in files)
        {
            writer.RequireNew(RiderOf(file), seed: 0);
        }

        foreach (var file in files)
        {
            writer.Begin(RiderOf(file), seed: 0);
            using var log = new LogEpisodes(file, options);
            while (log.Next())
            {
                cancellation.ThrowIfCancellationRequested();
                Add(log, writer);
            }
        }

        writer.Flush();
    }

    /// <summary>The name that a set remembers for the episodes of a log.</summary>
    public static string RiderOf(string file) => $"log {Path.GetFileName(file)}";

    private void Add(LogEpisodes log, EpisodeWriter writer)
    {
        var isBox = World.Actions is Box;
        double[] rewards = [.. log.Rewards];
        writer.Add(new EpisodeView
        {
            Info = EpisodeInfo.Of(rewards, log.Terminated, log.Truncated),
            Observations = [.. log.Observations],
            Choices = isBox ? [] : [.. log.Actions.Select(action => (int)action)],
            Values = isBox ? [.. log.Actions.Select(action => (float)action)] : [],
            Rewards = rewards,
        });
    }

    /// <summary>A set remembers logs by their names.</summary>
    private static void RequireNamesOfTheirOwn(IReadOnlyList<string> files)
    {
        if (files.GroupBy(RiderOf).FirstOrDefault(same => same.Count() > 1) is { } same)
        {
            throw new ArgumentException($"{string.Join(" and ", same.Select(file => $"'{file}'"))} have one name, by which a set remembers its logs: give each log once, under a name of its own");
        }
    }

    private static void RequireSameWidths(string first, string file, SeenNumbers seen, SeenNumbers done, LogEpisodes log)
    {
        if (seen.Width != log.ObservationWidth || done.Width != log.ActionWidth)
        {
            throw new InvalidDataException($"'{file}' has {log.ObservationWidth} columns of observations and {log.ActionWidth} of actions, and '{first}' {seen.Width} and {done.Width}: import them into sets of their own");
        }
    }

    private static void Look(LogEpisodes log, SeenNumbers seen, SeenNumbers done)
    {
        for (var place = 0; place < log.Observations.Count; place++)
        {
            seen.Add(place % seen.Width, log.Observations[place]);
        }

        for (var place = 0; place < log.Actions.Count; place++)
        {
            done.Add(place % done.Width, log.Actions[place]);
        }
    }

    /// <summary>Where spaces are given, every number has to lie in them.</summary>
    private static void CheckGiven(LogEpisodes log, LogOptions options)
    {
        if (options.ObservationSpace is { } observations)
        {
            RequireWidth(observations, log.ObservationWidth, "observation");
            float[] rows = [.. log.Observations];
            for (var step = 0; step * log.ObservationWidth < rows.Length; step++)
            {
                var row = rows.AsSpan(step * log.ObservationWidth, log.ObservationWidth);
                if (!observations.Contains(row))
                {
                    throw log.Fault(step, $"the observation {Row(row.ToArray())} lies outside {observations}: give the space that it is of");
                }
            }
        }

        if (options.ActionSpace is { } actions)
        {
            RequireWidth(actions, log.ActionWidth, "action");
            double[] rows = [.. log.Actions];
            for (var step = 0; step < log.Rewards.Count; step++)
            {
                var row = rows.AsSpan(step * log.ActionWidth, log.ActionWidth);
                if (!ActionRow.LiesIn(actions, row))
                {
                    throw log.Fault(step, $"the action {Row([.. row.ToArray().Select(number => (float)number)])} lies outside {actions}: give the space that it is of");
                }
            }
        }
    }

    private static void RequireWidth(Space space, int columns, string what)
    {
        if (space.Width != columns)
        {
            throw new InvalidDataException($"the {what} space {space} has {space.Width} numbers, and the log has {columns} columns of {what}s: say which they are with --{what}s COLUMN,…");
        }
    }

    private static string Row(float[] numbers) => $"({string.Join(", ", numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)))})";

    private static RecordedWorld WorldOf(LogOptions options, SeenNumbers seen, SeenNumbers done) => new()
    {
        Environment = options.Environment,
        OptionsJson = options.OptionsJson,
        StepLimit = options.StepLimit,
        Observations = options.ObservationSpace ?? seen.Observations(),
        Actions = options.ActionSpace ?? done.Actions(),
    };
}
