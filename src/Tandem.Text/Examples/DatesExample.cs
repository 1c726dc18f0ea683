namespace Tandem.Text;

/// <summary>
/// Generated parallel text to try translation with: English dates and numbers as people write them, and their normal
/// form: <c>the 3rd of March 1987</c> is <c>1987-03-03</c>, <c>twelve thousand three hundred and four</c> is <c>12304</c>.
/// </summary>
/// <remarks>
/// To which part a date or a number belongs follows from itself, whatever the seed: one of twenty is for validation,
/// one for testing. So what is scored was never learned, in no wording. Numbers below 100, of which the others are
/// made, are always for training. Every line is there once.
/// </remarks>
public static class DatesExample
{
    private const int MostLines = 1_000_000;
    private const int MostHeldOutLines = 50_000;

    private enum Part
    {
        Train,
        Validation,
        Test,
    }

    /// <summary>Generates the three parts; each follows from the seed alone, and a longer one begins with the shorter.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="train">Pairs to learn from, 1 to 1,000,000.</param>
    /// <param name="validation">Pairs to validate with, 1 to 50,000.</param>
    /// <param name="test">Pairs to test with, 1 to 50,000.</param>
    public static ExampleCorpus Generate(ulong seed, int train, int validation, int test)
    {
        Require(train, MostLines, "training");
        Require(validation, MostHeldOutLines, "validation");
        Require(test, MostHeldOutLines, "test");
        return new ExampleCorpus(Draw(seed, Part.Train, train), Draw(seed, Part.Validation, validation), Draw(seed, Part.Test, test));
    }

    private static SentencePair[] Draw(ulong seed, Part part, int count)
    {
        var random = RandomStream.Create(seed, StreamPurpose.Generation, (int)part);
        var lines = new HashSet<string>(count);
        var pairs = new SentencePair[count];
        while (lines.Count < count)
        {
            var pair = DrawPair(ref random);
            if (PartOf(pair.Target) == part && lines.Add(pair.Source))
                pairs[lines.Count - 1] = pair;
        }

        return pairs;
    }

    /// <summary>Three dates for two numbers; one line of five without capitals.</summary>
    private static SentencePair DrawPair(ref RandomStream random)
    {
        var pair = random.NextInt32(5) < 3 ? DatePhrases.Draw(ref random) : NumberPhrases.Draw(ref random);
        return random.NextInt32(5) == 0 ? pair with { Source = pair.Source.ToLowerInvariant() } : pair;
    }

    private static Part PartOf(string target) => target.TrimStart('-').Length <= 2 ? Part.Train : (Hash(target) % 20) switch
    {
        0 => Part.Validation,
        1 => Part.Test,
        _ => Part.Train,
    };

    /// <summary>FNV-1a, 64 bits, folded so that its low bits are as good as its high ones.</summary>
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037;
        foreach (var character in text)
            hash = (hash ^ character) * 1099511628211;

        return hash ^ (hash >> 32);
    }

    private static void Require(int count, int most, string what)
    {
        if (count < 1 || count > most)
            throw new ArgumentException($"{count} {what} pairs are out of range: give 1 to {most}");
    }
}
