namespace Tandem.Environments.Tests.Stepping;

public sealed class FiniteNumbersTests
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_not_finite_is_found_wherever_it_stands(float stray)
    {
        var numbers = Enumerable.Range(0, 77).Select(i => i % 2 == 0 ? float.MaxValue : -i).ToArray();
        Assert.True(FiniteNumbers.AreAll(numbers));
        for (var i = 0; i < numbers.Length; i++)
        {
            var kept = numbers[i];
            numbers[i] = stray;
            Assert.False(FiniteNumbers.AreAll(numbers));
            numbers[i] = kept;
        }
    }

    [Fact]
    public void Nothing_is_finite() => Assert.True(FiniteNumbers.AreAll([]));
}
