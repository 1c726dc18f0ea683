using System.Globalization;

namespace Tandem.Learning.Trajectories;

/// <summary>How many episodes something is true of, and the first few of them.</summary>
internal sealed class EpisodeNames
{
    private const int Named = 3;

    private readonly List<int> first = new(Named);

    public long Count { get; private set; }

    public void AddIf(bool isTrue, int episode)
    {
        if (!isTrue)
        {
            return;
        }

        Count++;
        if (first.Count < Named)
        {
            first.Add(episode);
        }
    }

    /// <summary>A finding about them: "3 episodes (0, 4, 7) hold numbers that are not finite".</summary>
    /// <param name="severity">How bad it is.</param>
    /// <param name="verb">The verb, as said of one and of several.</param>
    /// <param name="what">The rest of the sentence.</param>
    /// <param name="remedy">What to do.</param>
    public EpisodeFinding Finding(FindingSeverity severity, (string One, string More) verb, string what, string remedy)
    {
        var names = string.Join(", ", first) + (Count > first.Count ? ", …" : "");
        var subject = Count == 1 ? $"1 episode ({names}) {verb.One}" : string.Create(CultureInfo.InvariantCulture, $"{Count} episodes ({names}) {verb.More}");
        return new EpisodeFinding(severity, Count, $"{subject} {what}", remedy);
    }
}
