using System.Runtime.Intrinsics;
using CsCheck;
using Tandem.Inference.Transformers;

namespace Tandem.Inference.Tests.Transformers;

/// <summary>The vectorised functions beside their definitions in double precision.</summary>
public sealed class FunctionTests
{
    [Fact]
    public void The_exponential_is_within_two_units_in_the_last_place() =>
        Gen.Float[-87, 88].Array[16].Sample(x =>
        {
            var given = Exponential.Of(Vector512.Create<float>(x));
            for (var i = 0; i < x.Length; i++)
            {
                var expected = Math.Exp(x[i]);
                var unit = MathF.BitIncrement((float)expected) - (double)(float)expected;
                Assert.True(Math.Abs(given[i] - expected) <= 2 * unit, $"e^{x[i]:R} is {expected:R}, given {given[i]:R}");
            }
        }, iter: 2_000);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-1e30f, 0)]
    [InlineData(float.NegativeInfinity, 0)]
    public void The_exponential_of_what_a_softmax_meets(float x, float expected) =>
        Assert.Equal(expected, Exponential.Of(Vector512.Create(x)).ToScalar(), 1e-37f);

    [Fact]
    public void The_exponential_does_not_hide_what_is_not_a_number() =>
        Assert.True(float.IsNaN(Exponential.Of(Vector512.Create(float.NaN)).ToScalar()));

    [Fact]
    public void Log_probabilities_equal_the_definition_at_any_length() =>
        Gen.Float[-40, 40].Array[1, 100].Sample(logits =>
        {
            var given = logits.ToArray();
            Softmax.Logarithms(given);
            var sum = logits.Sum(logit => Math.Exp(logit - (double)logits.Max()));
            for (var i = 0; i < logits.Length; i++)
                Assert.Equal(logits[i] - (double)logits.Max() - Math.Log(sum), given[i], 1e-5);
        }, iter: 300);

    [Fact]
    public void Probabilities_are_the_exponentials_of_log_probabilities_and_sum_to_one() =>
        Gen.Float[-20, 20].Array[1, 100].Sample(logits =>
        {
            var (logarithms, probabilities) = (logits.ToArray(), logits.ToArray());
            Softmax.Logarithms(logarithms);
            Softmax.Probabilities(probabilities);
            Assert.Equal(1, probabilities.Sum(probability => (double)probability), 1e-6);
            for (var i = 0; i < logits.Length; i++)
                Assert.Equal(Math.Exp(logarithms[i]), probabilities[i], 2e-6);
        }, iter: 300);

    [Fact]
    public void Log_probabilities_of_what_is_not_a_number_are_none()
    {
        var row = new float[40];
        row[3] = float.NaN;
        Softmax.Logarithms(row);
        Assert.All(row, value => Assert.True(float.IsNaN(value)));
    }

    [Theory]
    [InlineData(FeedForwardForm.Relu)]
    [InlineData(FeedForwardForm.Gelu)]
    [InlineData(FeedForwardForm.SwiGlu)]
    [InlineData(FeedForwardForm.GeGlu)]
    public void Activations_equal_the_definition_at_any_width(FeedForwardForm form) =>
        Gen.Float[-9, 9].Array[2, 90].Sample(values =>
        {
            var width = values.Length / 2;
            var given = values.ToArray();
            FeedForwardActivation.Apply(form, given, width);
            for (var i = 0; i < width; i++)
            {
                var expected = Definition(form, values[i], values[width + i]);
                Assert.Equal(expected, given[i], 5e-6 + (3e-7 * Math.Abs(expected)));
            }
        }, iter: 200);

    [Fact]
    public void A_normalised_row_equals_the_definition_at_any_width() =>
        Gen.Select(Gen.Float[-3, 3], Gen.Float[-3, 3], Gen.Float[-3, 3]).Array[2, 70].Sample(numbers =>
        {
            var (x, w, b) = (Array.ConvertAll(numbers, n => n.Item1), Array.ConvertAll(numbers, n => n.Item2), Array.ConvertAll(numbers, n => n.Item3));
            var given = x.ToArray();
            new LayerNormalization(w, b).Apply(given, given);
            var mean = x.Average(value => (double)value);
            var deviation = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + 1e-5);
            for (var i = 0; i < x.Length; i++)
                Assert.Equal(((x[i] - mean) / deviation * w[i]) + b[i], given[i], 1e-4);
        }, iter: 200);

    /// <summary>Φ by its integral, so that nothing is compared with the approximation under test.</summary>
    private static double Definition(FeedForwardForm form, double x, double factor) => form switch
    {
        FeedForwardForm.Relu => Math.Max(0, x),
        FeedForwardForm.Gelu => x * NormalDistribution(x),
        FeedForwardForm.SwiGlu => x / (1 + Math.Exp(-x)) * factor,
        _ => x * NormalDistribution(x) * factor,
    };

    private static double NormalDistribution(double x)
    {
        const int Steps = 400;     // Simpson's rule from 0 to x
        var sum = 0.0;
        for (var i = 0; i <= Steps; i++)
            sum += (i is 0 or Steps ? 1 : i % 2 == 0 ? 2 : 4) * Math.Exp(-0.5 * Math.Pow(x * i / Steps, 2));
        return 0.5 + (sum * x / Steps / 3 / Math.Sqrt(2 * Math.PI));
    }
}
