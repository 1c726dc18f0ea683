using CsCheck;
using Tandem.Inference.Decoding;

namespace Tandem.Inference.Tests.Decoding;

public sealed class SequenceDecoderTests
{
    private static readonly int[][] sources = [.. Enumerable.Range(0, 40).Select(i => Enumerable.Range(i, 1 + (i * 7 % 12)).ToArray())];

    public static TheoryData<DecodingOptions> Ways =>
    [
        new DecodingOptions { NBest = 2 },
        new DecodingOptions { Method = DecodingMethod.Greedy },
        new DecodingOptions { Method = DecodingMethod.Sampling, NBest = 3, Seed = 5 },
    ];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_source_gets_the_same_alone_and_in_any_batch_and_order(DecodingOptions options)
    {
        var alone = sources.Select(source => Decode(TableModel.Random(11, 3, 2), options, source)[0]).ToArray();
        foreach (var batchTokens in new[] { 1, 300, 1_000_000 })
        {
            var together = Decode(TableModel.Random(11, 3, 2), options with { BatchTokens = batchTokens }, sources);
            var backwards = Decode(TableModel.Random(11, 3, 2), options with { BatchTokens = batchTokens }, [.. sources.Reverse()]);
            for (var i = 0; i < sources.Length; i++)
            {
                HypothesisAssert.Same(alone[i], together[i]);
                HypothesisAssert.Same(alone[i], backwards[^(i + 1)]);
            }
        }
    }

    [Fact]
    public void Finished_sources_leave_the_batch_and_the_model_is_let_go()
    {
        // A source writes as many tokens as it has, then ends.
        var model = new TableModel(4, (source, tokens) => tokens.Count < source.Length ? [-9, -9, 0, -9] : [-9, 0, -9, -9]);

        var found = Decode(model, new DecodingOptions { Method = DecodingMethod.Greedy }, [1], [1, 1, 1], [1, 1]);

        Assert.Equal([1, 3, 2], found.Select(hypotheses => hypotheses[0].Tokens.Length));
        Assert.Equal([3, 3, 2, 1], model.Steps);
        Assert.Equal(0, model.Open);
    }

    [Fact]
    public void Greedy_search_takes_the_likeliest_token_each_time() => Gen.ULong.Sample(
        seed =>
        {
            var model = TableModel.Random(20, seed, 2);
            var (tokens, sum) = (new List<int>(), 0.0);
            for (var token = -1; token != TableModel.End && tokens.Count < 14;)
            {
                var next = model.Next([5, 6, 7], tokens);
                token = Array.IndexOf(next, next.Max());
                sum += next[token];
                if (token != TableModel.End)
                    tokens.Add(token);
            }

            var found = Decode(model, new DecodingOptions { Method = DecodingMethod.Greedy }, [5, 6, 7])[0][0];

            Assert.Equal(tokens, found.Tokens);
            Assert.Equal(sum, found.LogProbability, 1e-12);
            Assert.Equal(tokens.Count < 14, found.Ended);
        },
        iter: 100);

    [Fact]
    public void Some_tokens_are_never_written()
    {
        var model = TableModel.Random(5, 1, 0.1);
        var decoder = new SequenceDecoder(model, TableModel.Begin, TableModel.End, TableModel.Begin, 3);

        var tokens = decoder.Decode(sources, new DecodingOptions { Method = DecodingMethod.Sampling, NBest = 5 })
            .SelectMany(found => found).SelectMany(sequence => sequence.Tokens).Distinct().Order();

        Assert.Equal([2, 4], tokens);
    }

    [Fact]
    public void No_sequence_is_longer_than_the_model_allows()
    {
        var model = new TableModel(3, (_, _) => [-50, float.NegativeInfinity, 0]) { MaximumLength = 4 };

        foreach (var method in Enum.GetValues<DecodingMethod>())
            Assert.Equal(4, Decode(model, new DecodingOptions { Method = method }, [7, 7, 7])[0][0].Tokens.Length);
    }

    [Fact]
    public void Batches_are_of_like_length_and_within_the_budget()
    {
        int[][] lengths = [new int[3], new int[10], new int[3], new int[4], new int[90], new int[10]];

        var batches = SourceBatches.Split(lengths, rowsPerSource: 2, tokens: 40).Select(batch => string.Join(' ', batch));

        Assert.Equal(["4", "1 5", "3 0 2"], batches);
    }

    [Fact]
    public void Nothing_to_decode_gives_nothing() => Assert.Empty(Decode(TableModel.Random(4, 1), new DecodingOptions()));

    [Fact]
    public void A_cancelled_decoding_stops_and_lets_the_model_go()
    {
        var model = TableModel.Random(4, 1);

        Assert.Throws<OperationCanceledException>(() =>
            new SequenceDecoder(model, TableModel.Begin, TableModel.End).Decode([[1]], cancellation: new CancellationToken(canceled: true)));
        Assert.Equal(0, model.Open);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.NegativeInfinity)]
    public void A_model_without_probabilities_is_reported(float value)
    {
        foreach (var method in Enum.GetValues<DecodingMethod>())
        {
            var error = Assert.Throws<InvalidOperationException>(() =>
                Decode(new TableModel(40, (_, _) => [.. Enumerable.Repeat(value, 40)]), new DecodingOptions { Method = method }, [1]));
            Assert.Equal("the model gives no token a probability (all logarithms are −∞ or not numbers): check its weights", error.Message);
        }
    }

    [Fact]
    public void Mistakes_are_told()
    {
        var model = TableModel.Random(4, 1);
        Fails("source 1 of 2 has no tokens: give each source at least one", () => Decode(model, new DecodingOptions(), [1], []));
        Fails("token 4 is not in the model's vocabulary: give 0 to 3", () => new SequenceDecoder(model, 0, 4));
        Fails("token 1 is to end sequences and never to be written: take it off the tokens that are never written", () => new SequenceDecoder(model, 0, 1, 1));
        Fails("beam 5 cannot give the 6 best hypotheses: give n-best 1 to 5, or a wider beam", () => new DecodingOptions { NBest = 6 }.Checked());
        Fails("greedy search gives one hypothesis, not 2: give n-best 1, or search by beam or sampling", () => new DecodingOptions { Method = DecodingMethod.Greedy, NBest = 2 }.Checked());
        Fails("temperature 0 is out of range: give a number above 0 and at most 100, or search greedily", () => new DecodingOptions { Temperature = 0 });
        Fails("top-p NaN is out of range: give a number above 0 and at most 1", () => new DecodingOptions { TopP = double.NaN });
        Fails("beam 0 is out of range: give 1 to 1000", () => new DecodingOptions { Beam = 0 });

        static void Fails(string message, Func<object> act) => Assert.Equal(message, Assert.Throws<ArgumentException>(act).Message);
    }

    [Fact]
    public void Every_option_says_what_it_is() =>
        Assert.All(Tandem.Runs.Options.OptionsSchema.Describe(new DecodingOptions()), option => Assert.NotEmpty(option.Description));

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_step_allocates_nothing(DecodingOptions options)
    {
        var model = new MeteredModel();

        new SequenceDecoder(model, 0, 1).Decode([[5, 6], [7], [8]], options with { LengthAllowance = 25 });

        Assert.InRange(model.Allocated.Count, 25, 30);
        Assert.Single(model.Allocated.Skip(3).SkipLast(4).Distinct());     // at first buffers grow, at last the shorter sources leave
    }

    /// <summary>Never ends, allocates nothing itself, and notes at each step what its thread has allocated.</summary>
    private sealed class MeteredModel : ISequenceModel, ISequenceRows
    {
        public List<long> Allocated { get; } = new(100);

        public int Vocabulary => 500;

        public int Count => throw new NotSupportedException();

        public ISequenceRows Begin(IReadOnlyList<int[]> sources) => this;

        public void Extend(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, Span<float> logProbabilities)
        {
            for (var i = 0; i < logProbabilities.Length; i++)
                logProbabilities[i] = i % 500 == 1 ? -100 : -(i * 7919 % 499 / 100f);
            Allocated.Add(GC.GetAllocatedBytesForCurrentThread());
        }

        public void Dispose()
        {
        }
    }

    private static Hypothesis[][] Decode(TableModel model, DecodingOptions options, params int[][] sources) =>
        new SequenceDecoder(model, TableModel.Begin, TableModel.End).Decode(sources, options);
}
