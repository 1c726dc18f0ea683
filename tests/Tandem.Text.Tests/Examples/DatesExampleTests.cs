using System.Globalization;
using System.Text.RegularExpressions;

namespace Tandem.Text.Tests.Examples;

public sealed partial class DatesExampleTests
{
    private static readonly Lazy<ExampleCorpus> Example = new(() => DatesExample.Generate(seed: 0, train: 10_000, validation: 1000, test: 1000));

    private static IEnumerable<SentencePair> All => Example.Value.Train.Concat(Example.Value.Validation).Concat(Example.Value.Test);

    [Fact]
    public void Every_line_is_there_once_and_parts_share_no_value()
    {
        var (train, validation, test) = Example.Value;

        Assert.Equal(12_000, All.Select(pair => pair.Source).Distinct().Count());
        Assert.Empty(Values(train).Intersect(Values(validation)));
        Assert.Empty(Values(train).Intersect(Values(test)));
        Assert.Empty(Values(validation).Intersect(Values(test)));

        static HashSet<string> Values(IEnumerable<SentencePair> pairs) => [.. pairs.Select(pair => pair.Target)];
    }

    [Fact]
    public void No_line_has_two_meanings() =>
        Assert.DoesNotContain(All.GroupBy(pair => pair.Source.ToLowerInvariant()), line => line.Select(pair => pair.Target).Distinct().Count() > 1);

    [Fact]
    public void Targets_are_ISO_dates_and_digits_and_both_abound()
    {
        Assert.DoesNotContain(All, pair => !IsDate(pair.Target) && !Digits().IsMatch(pair.Target));
        Assert.InRange(Example.Value.Test.Count(pair => IsDate(pair.Target)), 600, 800);
    }

    [Fact]
    public void A_weekday_is_that_of_the_date() => Assert.All(
        All.Select(pair => (pair, Weekday().Match(pair.Source))).Where(both => both.Item2.Success),
        both => Assert.StartsWith(both.Item2.Value, DateOnly.Parse(both.pair.Target, CultureInfo.InvariantCulture).DayOfWeek.ToString(), StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void Every_character_of_the_test_was_seen_in_training() =>
        Assert.Empty(Example.Value.Test.SelectMany(pair => pair.Source).Except(Example.Value.Train.SelectMany(pair => pair.Source)));

    [Fact]
    public void Every_word_of_the_test_was_seen_in_training() =>
        Assert.Empty(Example.Value.Test.SelectMany(Words).Except(Example.Value.Train.SelectMany(Words)));

    [Fact]
    public void Same_seed_same_lines_and_a_part_does_not_hang_on_the_others()
    {
        var again = DatesExample.Generate(seed: 0, train: 100, validation: 1000, test: 10);

        Assert.Equal(Example.Value.Train.Take(100), again.Train);
        Assert.Equal(Example.Value.Validation, again.Validation);
        Assert.Equal(Example.Value.Test.Take(10), again.Test);
        Assert.NotEqual(again.Train, DatesExample.Generate(seed: 1, train: 100, validation: 1, test: 1).Train);
    }

    [Fact]
    public void Another_seed_does_not_learn_what_this_one_tests() =>
        Assert.Empty(DatesExample.Generate(seed: 1, train: 5000, validation: 1, test: 1).Train.Select(pair => pair.Target)
            .Intersect(Example.Value.Test.Select(pair => pair.Target)));

    [Fact]
    public void Lines_of_seed_0_stay_as_they_are()
    {
        // A run is repeated from its seed: a change here changes what every example run learned from.
        Assert.Equal(
            [
                new("January the ninth, 2087", "2087-01-09"),
                new("Monday, March 28, '55", "1955-03-28"),
                new("Sat the 2nd day of Feb. seventeen oh nine", "1709-02-02"),
                new("26-Jul-1970", "1970-07-26"),
                new("2.96k", "2960"),
                new("May fourth, in the year 1728", "1728-05-04"),
            ],
            Example.Value.Train.Take(6));
    }

    [Theory]
    [InlineData(0, 1, 1, "0 training pairs are out of range: give 1 to 1000000")]
    [InlineData(1, 50_001, 1, "50001 validation pairs are out of range: give 1 to 50000")]
    [InlineData(1, 1, -1, "-1 test pairs are out of range: give 1 to 50000")]
    public void Counts_out_of_range_are_refused(int train, int validation, int test, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => DatesExample.Generate(0, train, validation, test)).Message);

    private static bool IsDate(string target) => DateOnly.TryParseExact(target, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static IEnumerable<string> Words(SentencePair pair) => Word().Matches(pair.Source).Select(match => match.Value);

    [GeneratedRegex("[A-Za-z]+")]
    private static partial Regex Word();

    [GeneratedRegex("^-?[1-9][0-9]*$")]
    private static partial Regex Digits();

    [GeneratedRegex("^(mon|tue|wed|thu|fri|sat|sun)[a-z]*", RegexOptions.IgnoreCase)]
    private static partial Regex Weekday();
}
