using System.ComponentModel;

namespace Tandem.Text;

/// <summary>Settings of <see cref="SubwordTokenizer.Train"/>.</summary>
public sealed record SubwordOptions
{
    /// <summary>How many pairs to merge. The vocabulary holds three special tokens, 256 bytes, and at most one token a merge.</summary>
    [Description("Pairs to merge; the vocabulary holds 259 tokens more [0 to 1000000; merges]")]
    public int Merges
    {
        get;
        init => field = value is >= 0 and <= 1_000_000 ? value
            : throw new ArgumentException($"{value} merges are out of range: give 0 to 1000000");
    }
    = 10_000;

    /// <summary>A pair that occurs less often is not merged.</summary>
    [Description("Fewest times that a merged pair occurs [1 to 1000000; occurrences]")]
    public int MinimumCount
    {
        get;
        init => field = value is >= 1 and <= 1_000_000 ? value
            : throw new ArgumentException($"minimum count {value} is out of range: give 1 to 1000000");
    }
    = 2;

    /// <summary>Whether a text with fewer such pairs gives a smaller vocabulary; otherwise it is refused.</summary>
    [Description("Whether a text with fewer such pairs gives a smaller vocabulary instead of being refused")]
    public bool AllowFewer { get; init; }

    /// <summary>
    /// Whether a text begins with a space that decoding takes away again: a word is then the same token at the beginning
    /// of a sentence as inside it.
    /// </summary>
    [Description("Whether a word at the beginning of a text is the same token as inside it")]
    public bool LeadingSpace { get; init; } = true;

    /// <summary>
    /// Whether each digit is a piece of its own, never merged with a neighbour: a number is then spelled the same way
    /// wherever it stands, which is what copying and computing with digits needs. A digit is any character of Unicode's
    /// category N, as in the pre-tokenizer <c>Digits</c> of Hugging Face; the space before one is a piece too.
    /// </summary>
    [Description("Whether each digit is a piece of its own, never merged with a neighbour")]
    public bool IndividualDigits { get; init; }
}
