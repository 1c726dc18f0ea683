namespace Tandem.Environments.Tests.Stepping;

public sealed class NormalizationTests
{
    private static readonly Normalization Known = new(new NumberStatistics(5.0001, [0.1, 1.0 / 3], [2, 0]), null);

    [Fact]
    public void It_reads_back_from_JSON_to_the_same_bits()
    {
        var json = Known.ToJson();

        Assert.Equal("""{"observations":{"count":5.0001,"means":[0.1,0.3333333333333333],"variances":[2,0]},"rewards":null}""", json);
        Assert.Equal(json, Normalization.FromJson(json).ToJson());
    }

    [Fact]
    public void Rows_are_brought_to_mean_0_and_variance_1()
    {
        var normalized = new float[4];
        Known.Observations!.Normalize([0.1f, 1, 2.1f, 0], normalized);

        // A number that never changed is divided by the square root of 1e-8.
        Assert.Equal([0, 6666.667f, 1.4142135f, -3333.3333f], normalized, (one, other) => Math.Abs(one - other) < 1e-3);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"observations":{"count":5,"means":[1],"variances":[1,2]},"rewards":null}""")]
    [InlineData("""{"observations":{"count":5,"means":[1],"variances":[-1]},"rewards":null}""")]
    [InlineData("""{"observations":{"count":0,"means":[1],"variances":[1]},"rewards":null}""")]
    [InlineData("""{"observations":{"count":5,"variances":[1]},"rewards":null}""")]
    public void Damaged_statistics_are_refused(string json) =>
        Assert.StartsWith("the saved normalisation ", Assert.Throws<InvalidDataException>(() => Normalization.FromJson(json)).Message);

    [Fact]
    public void Rows_that_are_not_whole_are_refused() => Assert.Equal(
        "3 numbers cannot be normalised into room for 4 by statistics of 2: give whole rows and as much room",
        Assert.Throws<ArgumentException>(() => Known.Observations!.Normalize([1, 2, 3], new float[4])).Message);
}
