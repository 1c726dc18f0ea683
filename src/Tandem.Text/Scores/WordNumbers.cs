namespace Tandem.Text;

/// <summary>Gives each word a number, the same wherever it stands.</summary>
internal sealed class WordNumbers
{
    private readonly Dictionary<string, int> numbers = [];

    public int[] Of(IReadOnlyList<string> words)
    {
        var result = new int[words.Count];
        for (var place = 0; place < result.Length; place++)
        {
            if (!numbers.TryGetValue(words[place], out result[place]))
                numbers.Add(words[place], result[place] = numbers.Count);
        }

        return result;
    }
}
