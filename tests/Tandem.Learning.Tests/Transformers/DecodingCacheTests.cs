using Tandem.Learning.Transformers;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Transformers;

/// <summary>Token by token with a cache gives the numbers that one call over all tokens gives.</summary>
public sealed class DecodingCacheTests : IDisposable
{
    private const int Vocabulary = 11;
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly IDisposable noGradient = no_grad();

    public static TheoryData<PositionForm, NormPlacement, bool> Forms { get; } = new MatrixTheoryData<PositionForm, NormPlacement, bool>(
        Enum.GetValues<PositionForm>(), Enum.GetValues<NormPlacement>(), [false, true]);

    public void Dispose()
    {
        noGradient.Dispose();
        scope.Dispose();
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Cached_equals_uncached_in_a_decoder_that_stands_alone(PositionForm positions, NormPlacement norm, bool padded)
    {
        var model = new TokenStack(Vocabulary, Scenes.Small with { Positions = positions, Norm = norm }, StackForm.DecoderOnly, random: Scenes.Random());
        var tokens = Scenes.Ids(1, Vocabulary, 3, 20);
        var real = padded ? RaggedRows() : null;
        var whole = model.Forward(tokens, real is null ? null : AttentionMask.Padding(real));

        using var cache = new DecodingCache();
        var parts = Chunks.Select(chunk => model.Forward(
            tokens.narrow(1, chunk.First, chunk.Length), Mask(real, chunk), cache)).ToArray();

        Assert.Equal(20, cache.Length);
        TensorAssert.Close(whole, cat(parts, 1), 1e-5);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Cached_equals_uncached_against_an_encoders_output(PositionForm positions, NormPlacement norm, bool padded)
    {
        var model = new TokenTransformer(Vocabulary, Vocabulary, Scenes.Small with { Positions = positions, Norm = norm }, random: Scenes.Random());
        var (source, target) = (Scenes.Ids(1, Vocabulary, 3, 7), Scenes.Ids(2, Vocabulary, 3, 20));
        var real = padded ? RaggedRows() : null;
        var sourceMask = padded ? AttentionMask.FromLengths([7, 4, 1], 7) : null;
        var whole = model.Forward(source, target, sourceMask, real is null ? null : AttentionMask.Padding(real));

        using var cache = new DecodingCache();
        var memory = model.Encode(source, sourceMask);
        var parts = Chunks.Select(chunk => model.Decode(
            target.narrow(1, chunk.First, chunk.Length), memory, Mask(real, chunk), sourceMask, cache)).ToArray();

        TensorAssert.Close(whole, cat(parts, 1), 1e-5);
    }

    [Fact]
    public void Selected_sequences_go_on_as_if_they_had_always_stood_there()
    {
        var model = new TokenTransformer(Vocabulary, Vocabulary, Scenes.Small, random: Scenes.Random());
        var (source, target) = (Scenes.Ids(1, Vocabulary, 3, 7), Scenes.Ids(2, Vocabulary, 3, 6));
        var (sourceMask, real) = (AttentionMask.FromLengths([7, 4, 1], 7), RaggedRows().narrow(1, 0, 6));
        var rows = tensor(new long[] { 2, 0, 0, 1 });
        var selected = target.index_select(0, rows);
        var selectedSource = AttentionMask.FromLengths([1, 7, 7, 4], 7);
        var whole = model.Forward(source.index_select(0, rows), selected, selectedSource, AttentionMask.Padding(real.index_select(0, rows)));

        using var cache = new DecodingCache();
        var memory = model.Encode(source, sourceMask);
        model.Decode(target.narrow(1, 0, 5), memory, AttentionMask.Padding(real.narrow(1, 0, 5)), sourceMask, cache);
        cache.Select(rows);
        var last = model.Decode(
            selected.narrow(1, 5, 1), memory.index_select(0, rows), AttentionMask.Padding(real.index_select(0, rows).narrow(1, 5, 1)), selectedSource, cache);

        TensorAssert.Close(whole.narrow(1, 5, 1), last, 1e-5);
    }

    [Fact]
    public void A_disposed_cache_leaves_no_tensor_behind()
    {
        var model = new TokenStack(Vocabulary, Scenes.Small, StackForm.DecoderOnly, random: Scenes.Random());
        var tokens = Scenes.Ids(1, Vocabulary, 2, 20);
        Run();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;

        Run();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Run()
        {
            using var inner = NewDisposeScope();
            using var cache = new DecodingCache();
            for (var i = 0; i < 20; i++)
                model.Forward(tokens.narrow(1, i, 1), AttentionMask.FromLengths([1, 0], 1), cache);
        }
    }

    // Uneven chunks, so that the cache grows within, at and across its capacity.
    private static IEnumerable<(int First, int Length)> Chunks => [(0, 1), (1, 4), (5, 1), (6, 12), (18, 1), (19, 1)];

    /// <summary>[3, 20]: padding behind, in front, and none.</summary>
    private static Tensor RaggedRows()
    {
        var real = ones([3, 20], ScalarType.Bool);
        real[0, ^6..] = tensor(false);
        real[1, ..3] = tensor(false);
        return real;
    }

    private static AttentionMask? Mask(Tensor? real, (int First, int Length) chunk) =>
        real is null ? null : AttentionMask.Padding(real.narrow(1, chunk.First, chunk.Length));
}
