using Tandem.Inference.Decoding;

namespace Tandem.Inference.Tests.Decoding;

internal static class HypothesisAssert
{
    /// <summary>The same sequences in the same order, with the same numbers to the last bit.</summary>
    public static void Same(IEnumerable<Hypothesis> expected, IEnumerable<Hypothesis> actual) =>
        Assert.Equal(expected.Select(Text), actual.Select(Text));

    private static string Text(Hypothesis hypothesis) => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{string.Join(' ', hypothesis.Tokens)} | {hypothesis.LogProbability:R} | {hypothesis.Score:R} | {(hypothesis.Ended ? "ended" : "cut")}");
}
