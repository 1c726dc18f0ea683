namespace Tandem.Text;

/// <summary>Whole numbers in English words.</summary>
internal static class EnglishNumbers
{
    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens =
        ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    /// <summary>1 to 999,999 in words.</summary>
    /// <param name="number">The number.</param>
    /// <param name="and">"and", as in Britain, or nothing, as in America: three hundred and four.</param>
    public static string Cardinal(int number, string and)
    {
        var (thousands, rest) = (number / 1000, number % 1000);
        if (thousands == 0)
            return BelowThousand(rest, and);

        var head = BelowThousand(thousands, and) + " thousand";
        return rest == 0 ? head : rest < 100 ? Join(head, and, BelowThousand(rest, and)) : $"{head} {BelowThousand(rest, and)}";
    }

    /// <summary>1 to 99 as an ordinal in words: twenty-first.</summary>
    public static string Ordinal(int number)
    {
        var words = BelowHundred(number);
        var last = words.LastIndexOf('-') + 1;
        return words[..last] + words[last..] switch
        {
            "one" => "first",
            "two" => "second",
            "three" => "third",
            "five" => "fifth",
            "eight" => "eighth",
            "nine" => "ninth",
            "twelve" => "twelfth",
            var word when word.EndsWith('y') => word[..^1] + "ieth",
            var word => word + "th",
        };
    }

    /// <summary>1 to 99 as an ordinal in digits: 21st.</summary>
    public static string OrdinalDigits(int number) => number + (number / 10, number % 10) switch
    {
        (not 1, 1) => "st",
        (not 1, 2) => "nd",
        (not 1, 3) => "rd",
        _ => "th",
    };

    /// <summary>A year of 1100 to 2099 as it is said: nineteen eighty-seven, nineteen oh five, two thousand and five.</summary>
    public static string Year(int year)
    {
        var (century, rest) = (year / 100, year % 100);
        return rest switch
        {
            _ when year is >= 2000 and < 2010 => Cardinal(year, "and"),
            0 => $"{BelowHundred(century)} hundred",
            < 10 => $"{BelowHundred(century)} oh {Small[rest]}",
            _ => $"{BelowHundred(century)} {BelowHundred(rest)}",
        };
    }

    private static string BelowThousand(int number, string and)
    {
        var (hundreds, rest) = (number / 100, number % 100);
        if (hundreds == 0)
            return BelowHundred(rest);

        var head = $"{Small[hundreds]} hundred";
        return rest == 0 ? head : Join(head, and, BelowHundred(rest));
    }

    private static string BelowHundred(int number) =>
        number < 20 ? Small[number] : number % 10 == 0 ? Tens[number / 10] : $"{Tens[number / 10]}-{Small[number % 10]}";

    private static string Join(string head, string and, string rest) => and.Length == 0 ? $"{head} {rest}" : $"{head} {and} {rest}";
}
