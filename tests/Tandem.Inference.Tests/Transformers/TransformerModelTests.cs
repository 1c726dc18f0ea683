using CsCheck;
using Tandem.Environments;
using Tandem.Inference.Transformers;

namespace Tandem.Inference.Tests.Transformers;

/// <summary>What a row gives depends on its source and its tokens, and on nothing else, bit for bit.</summary>
public sealed class TransformerModelTests
{
    private const int V = 41;

    public static TheoryData<PositionForm, FeedForwardForm, NormPlacement> Forms { get; } = new()
    {
        { PositionForm.None, FeedForwardForm.Relu, NormPlacement.After },
        { PositionForm.Sinusoidal, FeedForwardForm.Gelu, NormPlacement.Before },
        { PositionForm.Learned, FeedForwardForm.SwiGlu, NormPlacement.After },
        { PositionForm.Rotary, FeedForwardForm.GeGlu, NormPlacement.Before },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_sequence_has_the_same_bits_alone_and_in_any_batch(PositionForm positions, FeedForwardForm feedForward, NormPlacement norm)
    {
        var model = RandomTransformer.Model(RandomTransformer.Small with { Positions = positions, FeedForward = feedForward, Norm = norm });
        Batches.Sample(batch =>
        {
            var together = Write(model, batch.Sources, batch.Targets);
            for (var row = 0; row < batch.Sources.Length; row++)
                Assert.Equal(together[row], Write(model, [batch.Sources[row]], [batch.Targets[row]])[0]);
        }, iter: 15);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void The_number_of_threads_changes_no_bit(int threads)
    {
        var (alone, team) = (RandomTransformer.Model(RandomTransformer.Small), RandomTransformer.Model(RandomTransformer.Small, threads));
        Batches.Sample(batch => Assert.Equal(Write(alone, batch.Sources, batch.Targets), Write(team, batch.Sources, batch.Targets)), iter: 20);
    }

    [Fact]
    public void Callers_that_share_a_model_do_not_disturb_each_other()
    {
        var model = RandomTransformer.Model(RandomTransformer.Small, threads: 2);
        var (sources, targets) = (Sequences(6, 9, 29, 1), Sequences(6, 5, V, 2));
        var expected = Write(model, sources, targets);
        Parallel.For(0, 8, _ => Assert.Equal(expected, Write(model, sources, targets)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Rows_that_are_kept_dropped_or_repeated_go_on_as_if_they_had_always_stood_there(int threads)
    {
        var model = RandomTransformer.Model(RandomTransformer.Small, threads);
        var sources = Sequences(3, 7, 29, 1);
        Gen.Int[0, 1_000].Array[1, 12].Array[2, 12].Sample(choices =>
        {
            var histories = sources.Select((_, source) => (Source: source, Tokens: Array.Empty<int>())).ToArray();
            using var rows = model.Begin(sources);
            float[] last = [];
            foreach (var step in choices)
            {
                var parents = Array.ConvertAll(step, choice => choice % histories.Length);
                var tokens = Array.ConvertAll(step, choice => choice % V);
                histories = [.. parents.Select((parent, row) => (histories[parent].Source, (int[])[.. histories[parent].Tokens, tokens[row]]))];
                last = new float[step.Length * V];
                rows.Extend(parents, tokens, last);
                Assert.Equal(step.Length, rows.Count);
            }
            for (var row = 0; row < histories.Length; row++)
                Assert.Equal(Write(model, [sources[histories[row].Source]], [histories[row].Tokens])[0], last[(row * V)..((row + 1) * V)]);
        }, iter: 25);
    }

    [Fact]
    public void A_sequence_beyond_the_first_room_goes_on()
    {
        var description = RandomTransformer.Small with { Positions = PositionForm.Rotary };
        var (source, target) = (Sequences(1, 150, 29, 3), Sequences(1, 150, V, 4));

        var alone = Write(RandomTransformer.Model(description), source, target);
        var among = Write(RandomTransformer.Model(description, 2), [.. source, [1], .. source], [.. target, .. Sequences(1, 150, V, 5), .. target]);

        Assert.Equal(alone[0], among[0]);
        Assert.Equal(alone[0], among[2]);
        Assert.All(alone[0], value => Assert.True(value < 0 && float.IsFinite(value)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(2, 4)]
    public void Steps_allocate_nothing(int threads, int sourceCount)
    {
        using var rows = RandomTransformer.Model(RandomTransformer.Small, threads).Begin(Sequences(sourceCount, 6, 29, 1));
        int[] parents = [.. Enumerable.Range(0, 5 * sourceCount).Select(row => row / 5)];
        var (tokens, logProbabilities) = (new int[parents.Length], new float[parents.Length * V]);
        for (var step = 0; step < 2; step++)
            rows.Extend(parents, tokens, logProbabilities);
        parents.AsSpan().Reverse();

        // A collection that another test sets off counts what is left of this thread's allocation window: so, several rounds.
        var rounds = new long[5];
        foreach (ref var allocated in rounds.AsSpan())
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var step = 0; step < 4; step++)
                rows.Extend(parents, tokens, logProbabilities);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Contains(0, rounds);
    }

    [Fact]
    public void Explaining_gives_weights_that_sum_to_one_and_see_no_later_token()
    {
        var maps = RandomTransformer.Model(RandomTransformer.Small with { Heads = 2 }).Explain([3, 1, 4, 1, 5], [9, 2, 6]);

        Assert.Equal(2, maps.Encoder.Count);
        Assert.Equal(2, maps.Decoder.Count);
        foreach (var map in maps.Encoder.Concat(maps.Decoder).SelectMany(layer => (AttentionMap?[])[layer.Own, layer.Memory]).OfType<AttentionMap>())
        {
            for (var query = 0; query < map.Queries; query++)
                Assert.Equal(1, map[1, query].ToArray().Sum(), 1e-5);
        }
        Assert.Equal(0, maps.Decoder[0].Own[head: 0, query: 1][2]);
        Assert.Equal((2, 3, 5), (maps.Decoder[1].Memory!.Heads, maps.Decoder[1].Memory!.Queries, maps.Decoder[1].Memory!.Keys));
    }

    /// <summary>Sources of any lengths, each with a target; all targets are of one length, since rows grow together.</summary>
    private static Gen<(int[][] Sources, int[][] Targets)> Batches { get; } =
        from rows in Gen.Int[1, 40]
        from length in Gen.Int[1, 4]
        from sources in Gen.Int[0, 28].Array[1, 20].Array[rows]
        from targets in Gen.Int[0, V - 1].Array[length].Array[rows]
        select (sources, targets);

    /// <summary>Each row's log-probabilities behind its last token.</summary>
    private static float[][] Write(TransformerModel model, int[][] sources, int[][] targets)
    {
        using var rows = model.Begin(sources);
        var (parents, last) = (Enumerable.Range(0, sources.Length).ToArray(), new float[sources.Length * V]);
        for (var t = 0; t < targets[0].Length; t++)
            rows.Extend(parents, Array.ConvertAll(targets, target => target[t]), last);
        return [.. last.Chunk(V)];
    }

    private static int[][] Sequences(int count, int length, int vocabulary, ulong seed)
    {
        var random = RandomStream.Create(seed, StreamPurpose.Initialization);
        var sequences = new int[count][];
        foreach (ref var sequence in sequences.AsSpan())
        {
            sequence = new int[length];
            foreach (ref var token in sequence.AsSpan())
                token = (int)random.NextDouble(0, vocabulary);
        }
        return sequences;
    }
}
