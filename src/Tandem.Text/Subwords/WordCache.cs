namespace Tandem.Text;

/// <summary>A word as it is cut without dropout, and how many merges that takes.</summary>
internal sealed record KnownWord(string Text, int[] Tokens, int Merges);

/// <summary>
/// Words met before. Each has one place, which the last word that fell on it holds, so that the cache never grows beyond
/// its places and needs no lock: an entry is never changed, only replaced as a whole.
/// </summary>
internal sealed class WordCache
{
    /// <summary>In characters; longer words are not worth remembering.</summary>
    public const int LongestWord = 64;

    private const int Places = 1 << 16;

    private readonly KnownWord?[] words = new KnownWord?[Places];

    /// <summary>The word, or null where it is not known; <paramref name="place"/> is where to put it then.</summary>
    public KnownWord? Find(ReadOnlySpan<char> word, out int place)
    {
        place = string.GetHashCode(word) & (Places - 1);
        return words[place] is { } known && word.SequenceEqual(known.Text) ? known : null;
    }

    public void Put(int place, KnownWord word) => words[place] = word;
}
