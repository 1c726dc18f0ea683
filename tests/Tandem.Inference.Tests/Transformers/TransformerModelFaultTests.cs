using Tandem.Inference.Transformers;

namespace Tandem.Inference.Tests.Transformers;

public sealed class TransformerModelFaultTests
{
    private const int V = 41;

    [Fact]
    public void A_file_of_something_else_is_refused() => AssertRefused(
        (_, metadata) => metadata.Clear(),
        "test is no Transformer of Tandem: its metadata lack 'transformer': give the model.safetensors of a trained Transformer");

    [Fact]
    public void A_description_that_is_none_is_refused() => AssertRefused(
        (_, metadata) => metadata["transformer"] = "{}",
        "test is no Transformer of Tandem: '{}' describes no Transformer: it lacks 'sourceVocabulary'");

    [Fact]
    public void A_missing_tensor_is_named() => AssertRefused(
        (shapes, _) => shapes.Remove("transformer.decoder.layers.1.multihead_attn.in_proj_weight"),
        "test lacks the tensor 'transformer.decoder.layers.1.multihead_attn.in_proj_weight' of shape [72, 24], which its description names: give a file that was saved whole");

    [Fact]
    public void A_tensor_of_another_shape_is_named_with_both_shapes()
    {
        var error = Assert.Throws<InvalidDataException>(() => From((shapes, _) => shapes["target_embedding.table.weight"] = [40, 24]));
        Assert.Contains("target_embedding.table.weight", error.Message, StringComparison.Ordinal);
        Assert.Contains("has shape [40, 24] where [41, 24] is expected", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_too_many_is_named() => AssertRefused(
        (shapes, _) => shapes["transformer.encoder.layers.2.norm1.weight"] = [24],
        "test has a tensor 'transformer.encoder.layers.2.norm1.weight' that its description does not account for: give a file whose description and weights belong together");

    [Theory]
    [InlineData(0)]
    [InlineData(1025)]
    public void Threads_out_of_range_are_refused(int threads)
    {
        var error = Assert.Throws<ArgumentException>(() => RandomTransformer.Model(RandomTransformer.Small, threads));
        Assert.Equal($"{threads} threads are out of range: give 1 to 1024", error.Message);
    }

    [Fact]
    public void Sources_that_are_none_are_refused()
    {
        AssertBegins([], "there are no sources: give at least one");
        AssertBegins([[1], []], "source 1 is empty: give at least one token");
        AssertBegins([[1], [2, 29]], "token 29 is none of the 29 source tokens: give 0 to 28");
        AssertBegins([[-1]], "token -1 is none of the 29 source tokens: give 0 to 28");
    }

    [Fact]
    public void Rows_that_do_not_fit_are_refused_and_leave_the_sequences_as_they_were()
    {
        using var rows = RandomTransformer.Model(RandomTransformer.Small).Begin([[1, 2], [3]]);
        var (untouched, after) = (new float[V], new float[V]);
        rows.Extend([0, 1], [1, 1], new float[2 * V]);

        AssertExtends([0, 2], [1, 1], 2 * V, "row 2 is a parent, and there are 2 rows: give 0 to 1");
        AssertExtends([-1], [1], V, "row -1 is a parent, and there are 2 rows: give 0 to 1");
        AssertExtends([0], [41], V, "token 41 is none of the 41 target tokens: give 0 to 40");
        AssertExtends([0], [1, 2], 2 * V, "there are 1 parents and 2 tokens: give one of each for each row");
        AssertExtends([0, 1], [1, 2], V, "there is room for 41 log-probabilities where 2 rows of 41 tokens are asked for: give 82");

        rows.Extend([0], [5], after);
        using var others = RandomTransformer.Model(RandomTransformer.Small).Begin([[1, 2]]);
        others.Extend([0], [1], untouched);
        others.Extend([0], [5], untouched);
        Assert.Equal(untouched, after);

        void AssertExtends(int[] parents, int[] tokens, int room, string message) =>
            Assert.Equal(message, Assert.Throws<ArgumentException>(() => rows.Extend(parents, tokens, new float[room])).Message);
    }

    [Fact]
    public void Sequences_beyond_learned_positions_are_refused()
    {
        const string Message = "a sequence of 21 tokens is longer than the 20 learned positions: give shorter sequences, or train with a greater maximum length";
        var model = RandomTransformer.Model(RandomTransformer.Small with { Positions = PositionForm.Learned });

        Assert.Equal(Message, Assert.Throws<ArgumentException>(() => model.Begin([new int[21]])).Message);
        Assert.Equal(Message, Assert.Throws<ArgumentException>(() => model.Explain([1], new int[21])).Message);
    }

    [Fact]
    public void All_rows_may_end()
    {
        using var rows = RandomTransformer.Model(RandomTransformer.Small).Begin([[1], [2]]);
        rows.Extend([], [], []);
        Assert.Equal(0, rows.Count);
        Assert.Equal(
            "row 0 is a parent, and there are 0 rows: give none",
            Assert.Throws<ArgumentException>(() => rows.Extend([0], [1], new float[V])).Message);
    }

    [Fact]
    public void Rows_that_were_disposed_of_are_refused()
    {
        var rows = RandomTransformer.Model(RandomTransformer.Small).Begin([[1]]);
        rows.Dispose();
        rows.Dispose();
        Assert.Throws<ObjectDisposedException>(() => rows.Extend([0], [1], new float[V]));
    }

    private static void AssertBegins(int[][] sources, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => RandomTransformer.Model(RandomTransformer.Small).Begin(sources)).Message);

    private static void AssertRefused(Action<Dictionary<string, long[]>, IDictionary<string, string>> change, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => From(change)).Message);

    private static TransformerModel From(Action<Dictionary<string, long[]>, IDictionary<string, string>> change) =>
        TransformerModel.From(RandomTransformer.File(RandomTransformer.Small, change), "test");
}
