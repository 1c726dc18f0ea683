using Tandem.Inference.Decoding;
using Tandem.Learning.Tests.Transformers;
using Tandem.Learning.Transformers;
using Tandem.Learning.Translation;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Translation;

public sealed class TorchSequenceModelTests : IDisposable
{
    private const int Vocabulary = 31;
    private const int Begin = 1;
    private const int End = 2;

    private static readonly TransformerOptions Small = Scenes.Small with { Width = 32, InnerWidth = 64 };

    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    public static TheoryData<PositionForm> Forms => [.. Enum.GetValues<PositionForm>()];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Rows_that_were_kept_repeated_and_dropped_have_the_numbers_of_one_pass(PositionForm form)
    {
        var model = Model(Small with { Positions = form });
        int[][] sources = [[4, 5, 6], [7, 8], [9, 10, 11], [12]];
        using var rows = new TorchSequenceModel(model).Begin(sources);
        var written = sources.Select(source => (Source: source, Tokens: Array.Empty<int>())).ToArray();

        Step([0, 0, 1, 2, 2, 2, 3], [Begin, Begin, Begin, Begin, Begin, Begin, Begin]);
        Step([1, 0, 0, 2, 5, 6], [3, 4, 5, 6, 7, 8]);
        Step([2, 4, 3, 3], [9, 10, 11, 12]);
        Step([0, 1, 2, 3], [13, 14, 15, 16]);

        void Step(int[] parents, int[] tokens)
        {
            written = [.. parents.Select((parent, row) => (written[parent].Source, (int[])[.. written[parent].Tokens, tokens[row]]))];
            var values = Extend(rows, parents, tokens);
            Assert.Equal(parents.Length, rows.Count);
            for (var row = 0; row < parents.Length; row++)
                TensorAssert.Close(OnePass(model, written[row].Source, written[row].Tokens), tensor(values[row]), 1e-5, $"row {row} of {parents.Length}");
        }
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void A_source_gets_the_same_numbers_alone_and_in_any_batch(PositionForm form)
    {
        var model = new TorchSequenceModel(Model(Small with { Positions = form }));
        int[][] sources = [.. Enumerable.Range(0, 60).Select(i => Enumerable.Range(0, 1 + (i % 4)).Select(j => 3 + ((i + (j * 5)) % 28)).ToArray())];
        var options = new DecodingOptions { NBest = 5, LengthAllowance = 6 };
        var decoder = new SequenceDecoder(model, Begin, End);

        var together = decoder.Decode(sources, options with { BatchTokens = 1_000_000 });

        for (var i = 0; i < sources.Length; i += 7)
        {
            var alone = decoder.Decode([sources[i]], options)[0];
            Assert.Equal(alone.Select(Text), together[i].Select(Text));
            Assert.All(alone.Zip(together[i]), pair => Assert.Equal(pair.First.LogProbability, pair.Second.LogProbability, 1e-5));
        }

        static string Text(Hypothesis hypothesis) => $"{string.Join(' ', hypothesis.Tokens)} {hypothesis.Ended}";
    }

    [Fact]
    public void A_log_probability_is_the_sum_over_a_pass_with_the_whole_sequence()
    {
        var model = Model(Small with { Tying = EmbeddingTying.All, Norm = NormPlacement.After });
        int[] source = [5, 9, 4, 20];
        var sequences = new TorchSequenceModel(model);
        var greedy = new SequenceDecoder(sequences, Begin, End).Decode([source], new DecodingOptions { Method = DecodingMethod.Greedy })[0][0];
        var end = greedy.Tokens[3];     // a token that this untrained model likes to write

        var found = new SequenceDecoder(sequences, Begin, end).Decode([source], new DecodingOptions { NBest = 5 })[0];

        Assert.Contains(found, hypothesis => hypothesis.Ended);
        foreach (var hypothesis in found)
        {
            int[] all = [Begin, .. hypothesis.Tokens, .. hypothesis.Ended ? (int[])[end] : []];
            var sum = Enumerable.Range(1, all.Length - 1).Sum(i => OnePass(model, source, all[..i])[all[i]].ToDouble());
            Assert.Equal(sum, hypothesis.LogProbability, 1e-4);
        }
    }

    [Fact]
    public void Learned_positions_end_a_sequence_in_time()
    {
        var model = new TorchSequenceModel(Model(Small with { Positions = PositionForm.Learned, MaximumLength = 4 }));

        var found = new SequenceDecoder(model, Begin, End, End + 1).Decode([[5, 6]], new DecodingOptions { Beam = 1, LengthAllowance = 50 });

        Assert.Equal(4, model.MaximumLength);
        Assert.InRange(found[0][0].Tokens.Length, 1, 4);
    }

    [Fact]
    public void Decoding_leaves_no_tensor_behind()
    {
        var decoder = new SequenceDecoder(new TorchSequenceModel(Model(Small)), Begin, End);
        int[][] sources = [[4, 5, 6], [7, 8], [9, 10, 11], [12]];
        decoder.Decode(sources);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        decoder.Decode(sources);

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Mistakes_are_told()
    {
        var model = Model(Small with { Positions = PositionForm.Learned, MaximumLength = 3 });
        var sequences = new TorchSequenceModel(model);
        Fails<ArgumentException>("source 1 has no tokens: give at least one", () => sequences.Begin([[4], []]));
        Fails<ArgumentException>("source 0 has the token 31: give 0 to 30", () => sequences.Begin([[31]]));
        Fails<ArgumentException>("source 0 has 4 tokens and the model knows 3 positions: give shorter sources", () => sequences.Begin([[4, 5, 6, 7]]));
        using var rows = sequences.Begin([[4]]);
        Fails<ArgumentException>(
            "1 parents, 2 tokens and room for 31 log-probabilities do not fit: give one token and one row of the vocabulary's size for each parent",
            () => rows.Extend([0], [1, 1], new float[Vocabulary]));
        model.train();
        Fails<InvalidOperationException>("the model is in training mode, where dropout makes it random: call eval() before it decodes", () => sequences.Begin([[4]]));

        static void Fails<TException>(string message, Action act) where TException : Exception =>
            Assert.Equal(message, Assert.Throws<TException>(act).Message);
    }

    private static TokenTransformer Model(TransformerOptions options)
    {
        var model = new TokenTransformer(Vocabulary, Vocabulary, options, random: Scenes.Random());
        model.eval();
        return model;
    }

    private static float[][] Extend(ISequenceRows rows, int[] parents, int[] tokens)
    {
        var values = new float[parents.Length * Vocabulary];
        rows.Extend(parents, tokens, values);
        return [.. values.Chunk(Vocabulary)];
    }

    /// <summary>[V] log-probabilities of the token after these, without cache or batch.</summary>
    private static Tensor OnePass(TokenTransformer model, int[] source, int[] tokens) =>
        nn.functional.log_softmax(model.Forward(Ids(source), Ids(tokens)).detach()[0, -1], -1);

    private static Tensor Ids(int[] tokens) => tensor(Array.ConvertAll(tokens, token => (long)token)).unsqueeze(0);
}
