namespace Tandem.Text;

/// <summary>
/// Learns merges (Sennrich, Haddow and Birch, "Neural machine translation of rare words with subword units", 2016): merge
/// the most frequent pair of neighbours inside words everywhere, and again. Of equally frequent pairs the one whose left
/// token has the lower number goes first, then the one whose right token has, as in Hugging Face's trainer.
/// </summary>
/// <remarks>
/// Counts are sums over words, so the order of the lines does not matter. Every different word lies once in one sequence of
/// cells; a merge visits only the places where its pair stands, so that a long word costs no more than many short ones.
/// </remarks>
internal sealed class SubwordTrainer
{
    private readonly SubwordVocabulary vocabulary = SubwordVocabulary.OfBytes();
    private readonly PairPlaces places;
    private readonly PriorityQueue<ulong, (long Count, ulong Pair)> queue = new(MostFrequentFirst);
    private readonly int minimumCount;

    private SubwordTrainer(WordCounts words, int minimumCount)
    {
        this.minimumCount = minimumCount;
        places = PairPlaces.Of(words, vocabulary);
        Enqueue(places.Pairs);
    }

    private static Comparer<(long Count, ulong Pair)> MostFrequentFirst { get; } = Comparer<(long Count, ulong Pair)>.Create(
        (one, other) => one.Count != other.Count ? other.Count.CompareTo(one.Count) : one.Pair.CompareTo(other.Pair));

    public static SubwordVocabulary Train(WordCounts words, SubwordOptions options)
    {
        var trainer = new SubwordTrainer(words, options.MinimumCount);
        while (trainer.vocabulary.Pairs.Count < options.Merges && trainer.TryTakeMostFrequent(out var pair))
            trainer.Merge(Left(pair), Right(pair));

        var found = trainer.vocabulary.Pairs.Count;
        return found == options.Merges || options.AllowFewer ? trainer.vocabulary : throw new ArgumentException(
            $"{options.Merges} merges are more than this text allows: it gives {found} whose pair occurs {options.MinimumCount} times or more; ask for at most {found}, allow fewer, or give more text");
    }

    /// <summary>A queued count may have fallen since: such a pair is queued again. It never rises without being queued.</summary>
    private bool TryTakeMostFrequent(out ulong pair)
    {
        while (queue.TryDequeue(out pair, out var queued))
        {
            var count = places.Count(pair);
            if (count != queued.Count)
                Enqueue(pair, count);
            else if (!vocabulary.SpellSpecial(Left(pair), Right(pair)))
                return true;
        }

        return false;
    }

    private static int Left(ulong pair) => (int)(pair >> 32);

    private static int Right(ulong pair) => (int)pair;

    private void Merge(int left, int right) =>
        Enqueue(places.Merge(left, right, vocabulary.AddMerge(left, right)));

    private void Enqueue(IEnumerable<ulong> pairs)
    {
        foreach (var pair in pairs)
            Enqueue(pair, places.Count(pair));
    }

    private void Enqueue(ulong pair, long count)
    {
        if (count >= minimumCount)
            queue.Enqueue(pair, (count, pair));
    }
}
