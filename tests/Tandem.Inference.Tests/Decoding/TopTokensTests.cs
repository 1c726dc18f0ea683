using CsCheck;
using Tandem.Inference.Decoding;

namespace Tandem.Inference.Tests.Decoding;

public sealed class TopTokensTests
{
    // Few different values, so that ties abound, and some that may not be taken.
    private static readonly Gen<float> Values = Gen.OneOf(Gen.Int[-3, 3].Select(i => (float)i), Gen.Const(float.NegativeInfinity), Gen.Const(float.NaN));

    [Fact]
    public void They_are_those_that_a_stable_sort_puts_first() => Gen.Select(Values.Array[0, 100], Gen.Int[1, 20]).Sample((values, k) =>
    {
        var expected = values.Select((value, id) => (value, id)).Where(entry => entry.value > float.NegativeInfinity)
            .OrderByDescending(entry => entry.value).Take(k).ToArray();
        var (ids, greatest) = (new int[k], new float[k]);

        var found = TopTokens.Select(values, ids, greatest);

        Assert.Equal(expected.Select(entry => entry.id), ids.Take(found));
        Assert.Equal(expected.Select(entry => entry.value), greatest.Take(found));
    });

    [Fact]
    public void Selecting_allocates_nothing()
    {
        var values = Enumerable.Range(0, 10_000).Select(i => (float)(i * 7919 % 10_007)).ToArray();
        var (ids, greatest) = (new int[6], new float[6]);
        TopTokens.Select(values, ids, greatest);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++)
            TopTokens.Select(values, ids, greatest);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
