using System.Globalization;

namespace Tandem.Learning.Trajectories;

/// <summary>What recorded episodes come to when every step of them is looked at, and what is wrong with them.</summary>
/// <remarks>The files are read once from end to end; nothing of them stays in memory but 16 bytes an episode.</remarks>
public sealed record EpisodeInspection
{
    private const int MostRanges = 12;

    /// <summary>Counts, returns and lengths.</summary>
    public required EpisodeStatistics Statistics { get; init; }

    /// <summary>How returns are spread; null where none is finite.</summary>
    public required Histogram? Returns { get; init; }

    /// <summary>How lengths are spread.</summary>
    public required Histogram Lengths { get; init; }

    /// <summary>Each number of an observation, final observations included.</summary>
    public required IReadOnlyList<NumberSummary> Observations { get; init; }

    /// <summary>Each number of an action.</summary>
    public required IReadOnlyList<NumberSummary> Actions { get; init; }

    /// <summary>The rewards.</summary>
    public required NumberSummary Rewards { get; init; }

    /// <summary>What is wrong or worth knowing, the worst first; empty where there is nothing.</summary>
    public required IReadOnlyList<EpisodeFinding> Findings { get; init; }

    /// <summary>The most that can be put together from the episodes; null where actions are values or observations hardly repeat.</summary>
    public required ObservedTransitions? Transitions { get; init; }

    /// <summary>Looks at every step of a set.</summary>
    /// <param name="episodes">The episodes.</param>
    /// <param name="cancellation">Ends it early, with <see cref="OperationCanceledException"/>.</param>
    /// <exception cref="InvalidDataException">A shard is damaged.</exception>
    public static EpisodeInspection Of(EpisodeSet episodes, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(episodes);
        var look = new EpisodeLook(episodes.World);
        for (var number = 0; number < episodes.Count; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            look.At(episodes[number], number);
        }

        var infos = episodes.Infos.ToArray();
        var hasReturns = infos.Any(info => double.IsFinite(info.Return));
        return new EpisodeInspection
        {
            Statistics = episodes.Statistics(),
            Returns = hasReturns ? Histogram.Of(infos.Select(info => info.Return), MostRanges) : null,
            Lengths = Histogram.Of(infos.Select(info => (double)info.Length), MostRanges),
            Observations = [.. look.Observations.Select(tally => tally.Sum())],
            Actions = [.. look.Actions.Select(tally => tally.Sum())],
            Rewards = look.Rewards.Sum(),
            Findings = [.. Judge(episodes, look).OrderByDescending(finding => finding.Severity)],
            Transitions = look.AreSound ? TryPlan(episodes) : null,
        };
    }

    private static ObservedTransitions? TryPlan(EpisodeSet episodes)
    {
        // Planning is over what repeats: where most observations are new there is nothing to put together.
        var most = (int)Math.Min(ObservedTransitions.DefaultMostStates, Math.Max(2, episodes.Steps / 2));
        return episodes.World.Actions is Box ? null : ObservedTransitions.TryOf(episodes, most);
    }

    private static IEnumerable<EpisodeFinding> Judge(EpisodeSet episodes, EpisodeLook look)
    {
        foreach (var left in episodes.LeftOut)
        {
            yield return new EpisodeFinding(FindingSeverity.Error, 0, left, "restore the file from a copy, or go on without its episodes");
        }

        if (look.NotFinite.Count > 0)
        {
            yield return look.NotFinite.Finding(FindingSeverity.Error, ("holds", "hold"), "numbers that are not finite", "record or import them anew: nothing can be learned from NaN");
        }

        if (look.Outside.Count > 0)
        {
            yield return look.Outside.Finding(FindingSeverity.Error, ("holds", "hold"), "numbers outside the space", "record or import them anew, or give the space they are of");
        }

        if (look.Repeated.Count > 0)
        {
            yield return look.Repeated.Finding(FindingSeverity.Note, ("is,", "are,"), "step by step, the same as an earlier one", "fine where rides are short or nothing is left to chance; else look for rides that were written twice");
        }

        var unfinished = episodes.Statistics().Unfinished;
        if (unfinished > 0)
        {
            yield return new EpisodeFinding(
                FindingSeverity.Note, unfinished,
                string.Create(CultureInfo.InvariantCulture, $"{unfinished} {Plural(unfinished, "episode was", "episodes were")} cut before {Plural(unfinished, "its", "their")} end"),
                "what was earned is not their whole return: the learners know that");
        }

        var early = episodes.World.StepLimit is { } limit ? episodes.Infos.ToArray().Count(info => info.IsUnfinished && info.Length < limit) : 0;
        if (early > 0)
        {
            yield return new EpisodeFinding(
                FindingSeverity.Note, early,
                string.Create(CultureInfo.InvariantCulture, $"{early} of them {Plural(early, "was", "were")} cut before the step limit of {episodes.World.StepLimit}"),
                "by the world itself, or because the log stops there");
        }

        var (low, high) = episodes.Statistics().Returns;
        if (low == high && episodes.Count > 1)
        {
            yield return new EpisodeFinding(
                FindingSeverity.Note, episodes.Count,
                string.Create(CultureInfo.InvariantCulture, $"all {episodes.Count} returns are {low}"),
                "a learner that asks for a return learns nothing from it: clone, or record other rides too");
        }
    }

    private static string Plural(long count, string one, string more) => count == 1 ? one : more;
}
