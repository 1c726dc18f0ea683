namespace Tandem.Text;

/// <summary>
/// The tokens of words met before. A word has one place, which the last word that fell on it holds, so that the cache
/// never grows beyond its places and needs no lock: an entry is never changed, only replaced as a whole.
/// </summary>
internal sealed class WordCache
{
    /// <summary>Longer words are not worth remembering.</summary>
    public const int LongestWord = 64;

    private const int Places = 1 << 16;

    private readonly Entry?[] entries = new Entry?[Places];

    /// <summary>The word's tokens; null where they are not known. <paramref name="place"/> is where to put them then.</summary>
    public int[]? Find(ReadOnlySpan<char> word, out int place)
    {
        place = string.GetHashCode(word) & (Places - 1);
        return entries[place] is { } entry && word.SequenceEqual(entry.Word) ? entry.Tokens : null;
    }

    public void Put(int place, ReadOnlySpan<char> word, int[] tokens) => entries[place] = new Entry(word.ToString(), tokens);

    private sealed record Entry(string Word, int[] Tokens);
}
