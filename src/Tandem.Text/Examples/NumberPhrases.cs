using System.Globalization;

namespace Tandem.Text;

/// <summary>Numbers as people write them, and their digits.</summary>
internal static class NumberPhrases
{
    private const int Thousand = 1000;
    private const int Million = 1_000_000;
    private const int Billion = 1_000_000_000;

    private static readonly (string Name, long Value)[] Units =
    [
        (" thousand", Thousand), ("k", Thousand), (" million", Million), ("m", Million), (" mn", Million), (" billion", Billion), (" bn", Billion),
    ];

    public static SentencePair Draw(ref RandomStream random) => random.NextInt32(10) switch
    {
        < 4 => InWords(ref random),
        < 6 => InDigits(ref random),
        < 8 => Rounded(ref random),
        8 => random.NextInt32(2) == 0 ? Hundreds(ref random) : Dozens(ref random),
        _ => Negative(ref random),
    };

    /// <summary>twelve thousand three hundred and four.</summary>
    private static SentencePair InWords(ref RandomStream random)
    {
        var number = UpToSixDigits(ref random);
        var words = EnglishNumbers.Cardinal(number, random.NextInt32(2) == 0 ? "and" : string.Empty);
        var begins = words.StartsWith("one hundred", StringComparison.Ordinal) || words.StartsWith("one thousand", StringComparison.Ordinal);
        return Pair(begins && random.NextInt32(2) == 0 ? "a" + words["one".Length..] : words, number);
    }

    /// <summary>12,304.</summary>
    private static SentencePair InDigits(ref RandomStream random)
    {
        var number = UpToSixDigits(ref random);
        return Pair(number.ToString(random.NextInt32(3) == 0 ? "0" : "#,0", CultureInfo.InvariantCulture), number);
    }

    /// <summary>1.25 million, seven billion, 12k, two and a half thousand.</summary>
    private static SentencePair Rounded(ref RandomStream random)
    {
        var (name, unit) = Units[random.NextInt32(Units.Length)];
        var whole = 1 + random.NextInt32(99);
        return random.NextInt32(4) switch
        {
            0 => Pair($"{whole}{name}", whole * unit),
            1 when name.Length > 3 => Pair($"{EnglishNumbers.Cardinal(whole, string.Empty)}{name}", whole * unit),
            2 when name.Length > 3 => Pair($"{EnglishNumbers.Cardinal(whole, string.Empty)} and a half{name}", (whole * unit) + (unit / 2)),
            _ => Decimal(ref random, whole, name, unit),
        };
    }

    private static SentencePair Decimal(ref RandomStream random, int whole, string name, long unit)
    {
        var (digits, steps) = random.NextInt32(2) == 0 ? (1, 10) : (2, 100);
        var part = 1 + random.NextInt32(steps - 1);
        return Pair($"{whole}.{part.ToString($"D{digits}", CultureInfo.InvariantCulture)}{name}", (whole * unit) + (part * unit / steps));
    }

    /// <summary>fifteen hundred.</summary>
    private static SentencePair Hundreds(ref RandomStream random)
    {
        var hundreds = (10 * (1 + random.NextInt32(9))) + 1 + random.NextInt32(9);
        return Pair($"{EnglishNumbers.Cardinal(hundreds, string.Empty)} hundred", 100 * hundreds);
    }

    /// <summary>three dozen.</summary>
    private static SentencePair Dozens(ref RandomStream random)
    {
        var dozens = 2 + random.NextInt32(8);
        return Pair($"{EnglishNumbers.Cardinal(dozens, string.Empty)} dozen", 12 * dozens);
    }

    /// <summary>minus forty-two.</summary>
    private static SentencePair Negative(ref RandomStream random)
    {
        var (text, digits) = random.NextInt32(2) == 0 ? InWords(ref random) : InDigits(ref random);
        return new SentencePair($"{(random.NextInt32(2) == 0 ? "minus" : "negative")} {text}", $"-{digits}");
    }

    /// <summary>As many of each length.</summary>
    private static int UpToSixDigits(ref RandomStream random)
    {
        var lowest = (int)Math.Pow(10, random.NextInt32(6));
        return lowest + random.NextInt32(9 * lowest);
    }

    private static SentencePair Pair(string text, long number) => new(text, number.ToString(CultureInfo.InvariantCulture));
}
