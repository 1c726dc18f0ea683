namespace Tandem.Text.Tests.Batches;

public sealed class TokenBatchTests
{
    private static readonly SubwordTokenizer Tokenizer = SubwordTokenizer.Train(["low lower"], new SubwordOptions { Merges = 1, AllowFewer = true });

    [Fact]
    public void Pairs_stand_side_by_side_padded_with_their_beginnings_and_ends()
    {
        var (pad, begin, end) = (Tokenizer.Padding, Tokenizer.Beginning, Tokenizer.End);

        var batch = TokenBatch.Create([new([10, 11], [20]), new([12], [21, 22, 23])], Tokenizer);

        Assert.Equal((2, 3, 4), (batch.Pairs, batch.SourceLength, batch.TargetLength));
        Assert.Equal([10, 11, end, 12, end, pad], batch.Source);
        Assert.Equal([begin, 20, pad, pad, begin, 21, 22, 23], batch.Input);
        Assert.Equal([20, end, pad, pad, 21, 22, 23, end], batch.Next);
        Assert.Equal([3, 2], batch.SourceLengths);
        Assert.Equal((5, 6), (batch.Sources, batch.Targets));
        Assert.Equal(1 - (11.0 / 14), batch.PaddingShare, 12);
    }

    [Fact]
    public void A_batch_of_nothing_is_refused() => Assert.StartsWith(
        "a batch of no pairs teaches nothing",
        Assert.Throws<ArgumentException>(() => TokenBatch.Create([], Tokenizer)).Message,
        StringComparison.Ordinal);
}
