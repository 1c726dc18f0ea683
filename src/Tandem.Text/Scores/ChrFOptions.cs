namespace Tandem.Text;

/// <summary>What can be chosen about <see cref="ChrF"/>; the defaults are sacreBLEU's chrF2, so that scores compare.</summary>
public sealed record ChrFOptions
{
    /// <summary>chrF2++: character n-grams and n-grams of one and two words.</summary>
    public static ChrFOptions PlusPlus { get; } = new() { WordOrder = 2 };

    /// <summary>The longest word n-grams, 0 (chrF) to 4; 2 is chrF++.</summary>
    public int WordOrder
    {
        get;
        init => field = value is >= 0 and <= 4 ? value
            : throw new ArgumentException($"chrF's word order {value} is out of range: give 0 to 4");
    }

    /// <summary>Whether everything is lower-cased first.</summary>
    public bool Lowercase { get; init; }
}
