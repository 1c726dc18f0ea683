namespace Tandem.Text;

/// <summary>How a text is prepared and cut into words, the same in training as in encoding.</summary>
internal readonly record struct WordRules
{
    /// <summary>Whether a text begins with a space that decoding takes away again.</summary>
    public bool LeadingSpace { get; init; }

    /// <summary>Whether each digit is a word of its own.</summary>
    public bool IndividualDigits { get; init; }

    public static WordRules Of(SubwordOptions options) => new() { LeadingSpace = options.LeadingSpace, IndividualDigits = options.IndividualDigits };

    /// <summary>The words of a text; an empty one has none.</summary>
    public WordScanner Words(string text) => new(LeadingSpace && text.Length > 0 ? " " + text : text, IndividualDigits);
}
