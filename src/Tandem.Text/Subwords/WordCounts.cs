using System.Runtime.InteropServices;

namespace Tandem.Text;

/// <summary>How often each word occurs in a text.</summary>
internal sealed class WordCounts
{
    private readonly Dictionary<string, long> counts = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, long> Words => counts;

    public static WordCounts Of(IEnumerable<string> lines, WordRules rules)
    {
        var words = new WordCounts();
        foreach (var line in lines)
            words.Add(line ?? throw new ArgumentException("a line of the text is null: give an empty one instead"), rules);
        return words;
    }

    private void Add(string line, WordRules rules)
    {
        var bySpan = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var word in rules.Words(line))
            CollectionsMarshal.GetValueRefOrAddDefault(bySpan, word, out _)++;
    }
}
