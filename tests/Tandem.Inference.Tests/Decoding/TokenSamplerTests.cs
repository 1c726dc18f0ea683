using CsCheck;
using Tandem.Environments;
using Tandem.Inference.Decoding;

namespace Tandem.Inference.Tests.Decoding;

public sealed class TokenSamplerTests
{
    private static readonly double[] Probabilities = [0.05, 0.4, 0.1, 0.3, 0.15];

    private static readonly float[] logProbabilities = [.. Probabilities.Select(p => (float)Math.Log(p))];

    [Fact]
    public void Tokens_come_by_their_probability() => AssertDrawn(new(), Probabilities);

    [Fact]
    public void Temperature_raises_probabilities_to_a_power() =>
        AssertDrawn(new() { Temperature = 0.5 }, [.. Probabilities.Select(p => p * p / Probabilities.Sum(q => q * q))]);

    [Fact]
    public void Top_k_leaves_the_likeliest() => AssertDrawn(new() { TopK = 2 }, [0, 4 / 7.0, 0, 3 / 7.0, 0]);

    [Theory]
    [InlineData(0.69, new[] { 0, 4 / 7.0, 0, 3 / 7.0, 0 })]
    [InlineData(0.71, new[] { 0, 0.4 / 0.85, 0, 0.3 / 0.85, 0.15 / 0.85 })]
    [InlineData(1e-9, new[] { 0.0, 1, 0, 0, 0 })]
    public void Top_p_leaves_the_fewest_that_hold_the_share(double share, double[] expected) => AssertDrawn(new() { TopP = share }, expected);

    [Fact]
    public void Top_p_takes_its_share_of_what_top_k_left() =>
        AssertDrawn(new() { TopK = 3, TopP = 0.8 }, [0, 4 / 7.0, 0, 3 / 7.0, 0]);

    [Fact]
    public void The_nucleus_is_that_of_a_full_sort() => Gen.Select(Gen.Double[-9, 0].Array[1, 60], Gen.Double[0.01, 1]).Sample((logits, share) =>
    {
        var values = TableModel.LogSoftmax(logits);
        var order = values.Select((value, id) => (Weight: Math.Exp(value), id)).OrderByDescending(entry => entry.Weight).ToArray();
        var (nucleus, mass) = (new HashSet<int>(), 0.0);
        foreach (var (weight, id) in order.TakeWhile(_ => mass < share + 1e-5))
        {
            nucleus.Add(id);
            mass += weight;
        }
        var sampler = new TokenSampler(new DecodingOptions { TopP = share }, values.Length);
        var random = RandomStream.Create(1, StreamPurpose.Sampling);

        Assert.All(Enumerable.Range(0, 200), _ => Assert.Contains(sampler.Draw(values, ref random), nucleus));
    });

    [Fact]
    public void A_token_without_probability_is_never_drawn()
    {
        var sampler = new TokenSampler(new DecodingOptions { Temperature = 100 }, 3);
        var random = RandomStream.Create(1, StreamPurpose.Sampling);

        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Equal(1, sampler.Draw([float.NegativeInfinity, -3, float.NegativeInfinity], ref random)));
    }

    [Fact]
    public void Another_seed_gives_other_samples_and_each_sample_is_its_own()
    {
        var options = new DecodingOptions { Method = DecodingMethod.Sampling, NBest = 4, Seed = 1 };
        var model = TableModel.Random(50, 1);
        var decoder = new SequenceDecoder(model, TableModel.Begin, TableModel.End);

        var (one, other) = (decoder.Decode([[1, 2, 3]], options)[0], decoder.Decode([[1, 2, 3]], options with { Seed = 2 })[0]);

        Assert.Equal(4, one.Select(sample => string.Join(' ', sample.Tokens)).Distinct().Count());
        Assert.NotEqual(one.Select(sample => sample.LogProbability), other.Select(sample => sample.LogProbability));
    }

    /// <summary>χ² with 4 degrees of freedom exceeds 18.5 once in a thousand seeds; this seed is fixed.</summary>
    private static void AssertDrawn(DecodingOptions options, double[] expected)
    {
        const int Draws = 20_000;
        var sampler = new TokenSampler(options, expected.Length);
        var random = RandomStream.Create(1, StreamPurpose.Sampling);
        var counts = new int[expected.Length];
        for (var i = 0; i < Draws; i++)
            counts[sampler.Draw(logProbabilities, ref random)]++;

        Assert.All(counts.Zip(expected), pair => Assert.True(pair.First == 0 || pair.Second > 0, "a token was drawn that may not be"));
        Assert.InRange(counts.Zip(expected, (n, p) => p == 0 ? 0 : Math.Pow(n - (p * Draws), 2) / (p * Draws)).Sum(), 0, 18.5);
    }
}
