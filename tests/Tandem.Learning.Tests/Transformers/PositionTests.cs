using Tandem.Learning.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Transformers;

public sealed class PositionTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Sinusoids_are_the_papers()
    {
        var sinusoids = PositionEmbedding.Sinusoids(first: 3, length: 2, width: 4, CPU);

        // Position 3: sin 3, cos 3, sin 0.03, cos 0.03; 10000^(2/4) = 100.
        TensorAssert.Close(tensor(new[] { 0.14112001f, -0.98999250f, 0.0299955f, 0.99955003f }), sinusoids[0], 1e-7);
    }

    [Fact]
    public void Turned_queries_and_keys_know_distance_alone()
    {
        var (query, key) = (Scenes.Normal(1, 1, 1, 1, 8), Scenes.Normal(2, 1, 1, 1, 8));

        var near = Product(query, 5, key, 2);

        TensorAssert.Close(near, Product(query, 105, key, 102), 1e-4);
        Assert.True((near - Product(query, 6, key, 2)).abs().ToSingle() > 1e-3);
        TensorAssert.Close(query.norm(), new RotaryPositions(9, 1, 8, CPU).Apply(query).norm(), 1e-5);

        static Tensor Product(Tensor query, long queryPosition, Tensor key, long keyPosition) =>
            (new RotaryPositions(queryPosition, 1, 8, CPU).Apply(query) * new RotaryPositions(keyPosition, 1, 8, CPU).Apply(key)).sum();
    }

    [Fact]
    public void A_sequence_longer_than_the_learned_positions_is_refused_in_one_sentence()
    {
        var model = new TokenStack(7, Scenes.Small with { Positions = PositionForm.Learned, MaximumLength = 5 }, StackForm.DecoderOnly);
        using var cache = new DecodingCache();
        model.Forward(zeros([1, 5], ScalarType.Int64), cache: cache);

        var failure = Assert.Throws<ArgumentException>(() => model.Forward(zeros([1, 1], ScalarType.Int64), cache: cache));

        Assert.Equal("a sequence of 6 tokens is longer than the 5 learned positions: give shorter sequences, or train with a greater maximum length", failure.Message);
        Assert.Equal(5, cache.Length);
    }

    [Fact]
    public void Embeddings_are_scaled_by_the_root_of_the_width()
    {
        var embedding = new TokenEmbedding(7, Scenes.Small with { Positions = PositionForm.None }, Scenes.Random());

        var embedded = embedding.Forward(tensor(new long[,] { { 3, 5 } }));

        TensorAssert.Close(embedding.Table.index_select(0, tensor(new long[] { 3, 5 })) * 4, embedded[0], 1e-6);
    }

    [Fact]
    public void What_are_no_token_ids_is_refused()
    {
        var embedding = new TokenEmbedding(7, Scenes.Small);

        Assert.Equal(
            "token ids are Float32 of shape [1, 2]: give Int64 of shape [batch, length]",
            Assert.Throws<ArgumentException>(() => embedding.Forward(zeros(1, 2))).Message);
        Assert.Equal(
            "the batch is empty, of shape [0, 4]: give at least one sequence of at least one token",
            Assert.Throws<ArgumentException>(() => embedding.Forward(zeros([0, 4], ScalarType.Int64))).Message);
    }
}
