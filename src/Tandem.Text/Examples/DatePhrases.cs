using System.Globalization;

namespace Tandem.Text;

/// <summary>Dates of 1700 to 2099 as people write them, and as ISO 8601 does. None is ambiguous: months are named unless the year leads.</summary>
internal static class DatePhrases
{
    private const int FirstYear = 1700;
    private const int Years = 400;

    // A year of two digits is one of these hundred.
    private const int FirstShortYear = 1930;

    private static readonly DateOnly First = new(FirstYear, 1, 1);
    private static readonly int Days = new DateOnly(FirstYear + Years, 1, 1).DayNumber - First.DayNumber;

    public static SentencePair Draw(ref RandomStream random)
    {
        var date = First.AddDays(random.NextInt32(Days));
        var text = random.NextInt32(10) switch
        {
            < 4 => WithWeekday(ref random, date, DayFirst(ref random, date)),
            < 8 => WithWeekday(ref random, date, MonthFirst(ref random, date)),
            8 => YearFirst(ref random, date),
            _ => Hyphened(ref random, date),
        };
        return new SentencePair(text, Format(date, "yyyy-MM-dd"));
    }

    /// <summary>the 3rd of March 1987; third March, nineteen eighty-seven; 3 Mar '87.</summary>
    private static string DayFirst(ref RandomStream random, DateOnly date)
    {
        var day = random.NextInt32(5) switch
        {
            0 => Format(date, "dd"),
            1 => $"{date.Day}",
            2 => $"the {Ordinal(ref random, date)} of",
            3 => $"the {Ordinal(ref random, date)} day of",
            _ => Ordinal(ref random, date),
        };
        return $"{day} {Month(ref random, date)}{Separator(ref random)}{Year(ref random, date)}";
    }

    /// <summary>March 3, 1987; March the third, 1987.</summary>
    private static string MonthFirst(ref RandomStream random, DateOnly date)
    {
        var day = random.NextInt32(4) switch
        {
            0 => Ordinal(ref random, date),
            1 => $"the {Ordinal(ref random, date)}",
            _ => $"{date.Day}",
        };
        return $"{Month(ref random, date)} {day}, {Year(ref random, date)}";
    }

    /// <summary>1987/3/3; 1987 March 3.</summary>
    private static string YearFirst(ref RandomStream random, DateOnly date) => random.NextInt32(3) switch
    {
        0 => Format(date, "yyyy'/'M'/'d"),
        1 => Format(date, "yyyy'/'MM'/'dd"),
        _ => $"{date.Year}{Separator(ref random)}{Month(ref random, date)} {date.Day}",
    };

    /// <summary>03-Mar-1987.</summary>
    private static string Hyphened(ref RandomStream random, DateOnly date) =>
        Format(date, random.NextInt32(2) == 0 ? "dd-MMM-yyyy" : "d-MMM-yyyy");

    private static string WithWeekday(ref RandomStream random, DateOnly date, string text) => random.NextInt32(6) switch
    {
        0 => $"{Format(date, "dddd")}, {text}",
        1 => $"{Format(date, "ddd")} {text}",
        _ => text,
    };

    private static string Ordinal(ref RandomStream random, DateOnly date) =>
        random.NextInt32(2) == 0 ? EnglishNumbers.Ordinal(date.Day) : EnglishNumbers.OrdinalDigits(date.Day);

    private static string Month(ref RandomStream random, DateOnly date) => random.NextInt32(4) switch
    {
        0 => Format(date, "MMM"),
        1 when date.Month != 5 => Format(date, "MMM") + ".",
        _ => Format(date, "MMMM"),
    };

    private static string Year(ref RandomStream random, DateOnly date) => random.NextInt32(5) switch
    {
        0 => EnglishNumbers.Year(date.Year),
        1 => $"in the year {date.Year}",
        2 or 3 when date.Year is >= FirstShortYear and < FirstShortYear + 100 => $"'{date.Year % 100:00}",
        _ => $"{date.Year}",
    };

    private static string Separator(ref RandomStream random) => random.NextInt32(3) == 0 ? ", " : " ";

    private static string Format(DateOnly date, string format) => date.ToString(format, CultureInfo.InvariantCulture);
}
