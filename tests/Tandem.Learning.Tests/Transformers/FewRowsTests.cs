using Tandem.Learning.Transformers;

namespace Tandem.Learning.Tests.Transformers;

public sealed class FewRowsTests
{
    [Theory]
    [InlineData(1, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 32)]
    [InlineData(2048, 2048)]
    [InlineData(2049, 2176)]
    [InlineData(4096, 4096)]
    [InlineData(4097, 4352)]
    public void It_is_the_next_of_few_numbers(long rows, long padded) => Assert.Equal(padded, FewRows.AtLeast(rows));

    [Fact]
    public void Sixteen_numbers_serve_all_between_two_powers_of_two_and_add_a_sixteenth_at_most()
    {
        var rows = Enumerable.Range(2049, 2048).Select(number => (long)number).ToArray();

        var padded = rows.Select(FewRows.AtLeast).ToArray();

        Assert.Equal(16, padded.Distinct().Count());
        Assert.All(rows.Zip(padded), pair => Assert.InRange(pair.Second, pair.First, pair.First * 17 / 16));
        Assert.All(padded, number => Assert.Equal(number, FewRows.AtLeast(number)));
    }
}
