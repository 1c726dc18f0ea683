using System.Text;

namespace Tandem.Text;

/// <summary>
/// Two text files of which line n of one translates line n of the other. Opening reads both once and checks them;
/// the pairs themselves are read as they are asked for, so that a corpus may be larger than memory.
/// </summary>
/// <remarks>Nothing is left out silently: pairs with an empty side and pairs beyond the limit are counted.</remarks>
public sealed class ParallelCorpus
{
    private readonly ParallelCorpusOptions options;

    private ParallelCorpus(ParallelCorpusOptions options) => this.options = options;

    /// <summary>The file of sentences to translate.</summary>
    public required TextFile Source { get; init; }

    /// <summary>The file of their translations.</summary>
    public required TextFile Target { get; init; }

    /// <summary>How many pairs can be learned from: as many as <see cref="Read"/> gives.</summary>
    public required long Pairs { get; init; }

    /// <summary>How many pairs are left out because a side has nothing but white space.</summary>
    public required long EmptyPairs { get; init; }

    /// <summary>How many pairs are left out because a side has more characters than allowed.</summary>
    public required long OverlongPairs { get; init; }

    /// <summary>Opens two files and checks every line.</summary>
    /// <param name="source">The file of sentences to translate, UTF-8, plain or gzip.</param>
    /// <param name="target">The file of their translations.</param>
    /// <param name="options">Which pairs are taken; all that have two sides if not given.</param>
    /// <exception cref="CorpusException">
    /// A file is missing, empty, binary or not UTF-8, both are the same or have the same bytes, they differ in length, or no pair is left.
    /// </exception>
    public static ParallelCorpus Open(string source, string target, ParallelCorpusOptions? options = null)
    {
        options ??= new ParallelCorpusOptions();
        using var sources = new LineReader(source);
        using var targets = new LineReader(target);
        RequireTwoFiles(source, target);
        var counts = new long[Enum.GetValues<Verdict>().Length];
        while (MoveNext(sources, targets))
            counts[(int)Judge(sources.Current, targets.Current, options)]++;

        var corpus = new ParallelCorpus(options)
        {
            Source = sources.Finish(),
            Target = targets.Finish(),
            Pairs = counts[(int)Verdict.Taken],
            EmptyPairs = counts[(int)Verdict.Empty],
            OverlongPairs = counts[(int)Verdict.Overlong],
        };
        corpus.Source.RequireAsManyLines(corpus.Target);
        corpus.RequireTwoTexts();
        corpus.RequirePairs();
        return corpus;
    }

    /// <summary>Opens two files to validate with, which are not those that are learned from.</summary>
    /// <param name="source">The file of sentences to translate.</param>
    /// <param name="target">The file of their translations.</param>
    /// <param name="learned">What is learned from.</param>
    /// <exception cref="CorpusException">As <see cref="Open"/>, or a file has the same bytes as one that is learned from.</exception>
    public static ParallelCorpus OpenUnseen(string source, string target, ParallelCorpus learned)
    {
        ArgumentNullException.ThrowIfNull(learned);
        var corpus = Open(source, target);
        if (corpus.Source.HasSameBytes(learned.Source) || corpus.Target.HasSameBytes(learned.Target))
            throw new CorpusException($"'{source}' and '{target}' are the text that is learned from, by which nothing can be validated: give text that training does not see");
        return corpus;
    }

    /// <summary>The pairs in the order of the files, without those that are left out.</summary>
    /// <exception cref="CorpusException">A file was changed since the corpus was opened.</exception>
    public IEnumerable<SentencePair> Read()
    {
        using var sources = new LineReader(Source.Path);
        using var targets = new LineReader(Target.Path);
        while (MoveNext(sources, targets))
        {
            if (Judge(sources.Current, targets.Current, options) == Verdict.Taken)
                yield return new SentencePair(Encoding.UTF8.GetString(sources.Current), Encoding.UTF8.GetString(targets.Current));
        }

        Source.RequireUnchanged(sources.Finish());
        Target.RequireUnchanged(targets.Finish());
    }

    /// <summary>Goes to the next line of both; where one ends, to the end of the other, so that both are known whole.</summary>
    private static bool MoveNext(LineReader sources, LineReader targets)
    {
        var (hasSource, hasTarget) = (sources.MoveNext(), targets.MoveNext());
        if (hasSource && hasTarget)
            return true;

        while (sources.MoveNext() || targets.MoveNext())
        {
        }

        return false;
    }

    private static Verdict Judge(ReadOnlySpan<byte> source, ReadOnlySpan<byte> target, ParallelCorpusOptions options) =>
        Utf8Text.IsBlank(source) || Utf8Text.IsBlank(target) ? Verdict.Empty
        : options.MaximumCharacters is { } most && (Utf8Text.Characters(source) > most || Utf8Text.Characters(target) > most) ? Verdict.Overlong
        : Verdict.Taken;

    private static void RequireTwoFiles(string source, string target)
    {
        if (RealPath(source) == RealPath(target))
            throw new CorpusException($"source and target are the same file '{source}': give the file of the translations as target");
    }

    private void RequireTwoTexts()
    {
        if (Source.HasSameBytes(Target))
            throw new CorpusException($"'{Source.Path}' and '{Target.Path}' are the same to the byte: give the file of the translations as target");
    }

    private static string RealPath(string path) => Path.GetFullPath(File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path);

    private void RequirePairs()
    {
        if (Pairs == 0)
            throw new CorpusException($"no pair of '{Source.Path}' and '{Target.Path}' can be learned from: {EmptyPairs} have an empty side and {OverlongPairs} are longer than allowed: give other files, or a higher limit");
    }

    private enum Verdict
    {
        Taken,
        Empty,
        Overlong,
    }
}
