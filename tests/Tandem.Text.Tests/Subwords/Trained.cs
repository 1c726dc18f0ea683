namespace Tandem.Text.Tests.Subwords;

/// <summary>Small tokenizers and what tests look at in them.</summary>
internal static class Trained
{
    /// <summary>Of generated text in all scripts, so that merges join halves of characters too.</summary>
    public static SubwordTokenizer OnUnicode { get; } = On(leadingSpace: true, [.. UnicodeText.Lines(400), .. Sentences()]);

    public static SubwordTokenizer OnUnicodeAsItIs { get; } = On(leadingSpace: false, [.. UnicodeText.Lines(400), .. Sentences()]);

    /// <summary>Whose numbers are cut into single digits.</summary>
    public static SubwordTokenizer OnDigits { get; } = SubwordTokenizer.Train(
        [.. UnicodeText.Lines(400), .. Sentences()], new SubwordOptions { AllowFewer = true, LeadingSpace = false, IndividualDigits = true });

    public static SubwordTokenizer On(bool leadingSpace, params string[] lines) =>
        SubwordTokenizer.Train(lines, new SubwordOptions { AllowFewer = true, LeadingSpace = leadingSpace });

    /// <summary>The merges in order, each written <c>left right</c>.</summary>
    public static string[] Merges(this SubwordTokenizer tokenizer) =>
        [.. tokenizer.Vocabulary.Pairs.Select(pair => $"{tokenizer.Vocabulary.Name(pair.Left)} {tokenizer.Vocabulary.Name(pair.Right)}")];

    /// <summary>The pieces of an encoded text.</summary>
    public static string[] Pieces(this SubwordTokenizer tokenizer, params int[] tokens) => Array.ConvertAll(tokens, tokenizer.TokenText);

    private static string[] Sentences() =>
    [
        "A dog and another dog don't ride the bicycles they're watching.",
        "Zwei Hunde und noch ein Hund fahren nicht mit den Fahrrädern über die Straße.",
        "A man watches 24 dogs   and 1987 bicycles, he's riding\tthe first.",
    ];
}
