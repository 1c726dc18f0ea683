using CsCheck;

namespace Tandem.Text.Tests.Batches;

public sealed class BatchPlanTests
{
    private static readonly Gen<TokenPair[]> Corpus =
        Gen.Select(Gen.Int[0, 30], Gen.Int[0, 30], (source, target) => new TokenPair(new int[source], new int[target])).Array[1, 200];

    [Fact]
    public void Each_pair_stands_in_one_batch_and_no_batch_is_too_large() => Gen.Select(Corpus, Gen.Int[31, 300], Gen.ULong).Sample((pairs, tokens, seed) =>
    {
        var random = RandomStream.Create(seed, StreamPurpose.Shuffling);

        var batches = BatchPlan.Create(pairs, tokens, ref random);

        Assert.Equal(Enumerable.Range(0, pairs.Length), batches.SelectMany(batch => batch).Order());
        Assert.All(batches, batch => Assert.InRange(batch.Length * batch.Max(index => pairs[index].Length), 1, tokens));
    });

    [Fact]
    public void The_largest_batch_comes_first_where_that_is_asked_for() => Gen.Select(Corpus, Gen.ULong).Sample((pairs, seed) =>
    {
        var random = RandomStream.Create(seed, StreamPurpose.Shuffling);

        var sizes = BatchPlan.Create(pairs, 100, ref random, largestFirst: true)
            .ConvertAll(batch => batch.Length * (batch.Max(index => pairs[index].SourceLength) + batch.Max(index => pairs[index].TargetLength)));

        Assert.Equal(sizes.Max(), sizes[0]);
    });

    [Fact]
    public void A_batch_of_long_pairs_is_larger_than_one_of_as_many_tokens_in_short_ones()
    {
        TokenPair[] pairs = [.. Enumerable.Repeat(new TokenPair(new int[9], new int[9]), 64), new(new int[638], new int[638])];
        var random = RandomStream.Create(0, StreamPurpose.Shuffling);

        var batches = BatchPlan.Create(pairs, 640, ref random, largestFirst: true);

        Assert.Equal([1, 64], batches.ConvertAll(batch => batch.Length));
    }

    [Fact]
    public void The_same_stream_gives_the_same_plan_and_another_gives_another()
    {
        var pairs = Enumerable.Range(0, 100).Select(i => new TokenPair(new int[i % 7], new int[i % 5])).ToArray();

        Assert.Equal(Plan(1), Plan(1));
        Assert.NotEqual(Plan(1), Plan(2));

        List<int> Plan(ulong seed)
        {
            var random = RandomStream.Create(seed, StreamPurpose.Shuffling);
            return [.. BatchPlan.Create(pairs, 40, ref random).SelectMany(batch => batch)];
        }
    }

    [Fact]
    public void Pairs_of_like_lengths_stand_together()
    {
        var pairs = Enumerable.Range(0, 1_000).Select(i => new TokenPair(new int[i % 10], new int[i % 10])).ToArray();
        var random = RandomStream.Create(0, StreamPurpose.Shuffling);

        var padded = BatchPlan.Create(pairs, 200, ref random).Sum(batch => batch.Length * batch.Max(index => pairs[index].Length));

        Assert.InRange(padded, 1, 1.03 * pairs.Sum(pair => pair.Length));
    }

    [Fact]
    public void A_pair_that_no_batch_can_hold_is_refused()
    {
        var random = RandomStream.Create(0, StreamPurpose.Shuffling);

        var error = Assert.Throws<ArgumentException>(() => BatchPlan.Create([new TokenPair(new int[4], new int[99])], 64, ref random));

        Assert.Equal("a pair of 100 tokens is longer than a batch of 64: give batches of 100 tokens or more (--batch-tokens), or a maximum length of 63 (--maximum-length)", error.Message);
    }
}
