namespace Tandem.Text;

/// <summary>Which pairs of a <see cref="ParallelCorpus"/> are taken.</summary>
public sealed record ParallelCorpusOptions
{
    /// <summary>The most characters (Unicode code points) that either side of a pair may have, at least 1; no limit if not given.</summary>
    public int? MaximumCharacters
    {
        get;
        init => field = value is null or >= 1 ? value
            : throw new ArgumentException($"a limit of {value} characters leaves no pair: give at least 1, or none");
    }
}
