using Tandem.Environments;
using Tandem.Inference.Transformers;

namespace Tandem.Inference.Tests.Transformers;

public sealed class ShortFloatTests
{
    [Fact]
    public void A_number_is_rounded_to_the_nearest_that_repeats_its_last_byte()
    {
        var random = RandomStream.Create(1, StreamPurpose.Initialization);
        for (var i = 0; i < 20_000; i++)
        {
            var value = (float)(random.NextDouble(-1, 1) * Math.Pow(10, random.NextInt32(12) - 8));
            var bits = BitConverter.SingleToUInt32Bits(ShortFloat.Round(value));

            Assert.Equal((bits >> 8) & 0xFF, bits & 0xFF);
            Assert.True(Math.Abs(ShortFloat.Round(value) - value) <= Math.Abs(value) / 65_000, $"{value:R} became {ShortFloat.Round(value):R}");
            Assert.Equal(BitConverter.UInt32BitsToSingle(bits), ShortFloat.Round(BitConverter.UInt32BitsToSingle(bits)));
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1f)]
    [InlineData(-1f)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    [InlineData(float.NaN)]
    public void Numbers_without_digits_stay_what_they_are(float value) => Assert.Equal(value, ShortFloat.Round(value));

    [Fact]
    public void Sixteen_numbers_come_back_from_three_bytes_each()
    {
        Assert.SkipUnless(ShortFloat.IsSupported, "this processor cannot shuffle bytes across a vector");
        var bytes = new byte[ShortFloat.ReadBytes];
        float[] values = [.. Enumerable.Range(0, 16).Select(i => ShortFloat.Round((i - 7.3f) * 0.37f))];
        for (var i = 0; i < values.Length; i++)
            ShortFloat.Write(values[i], bytes.AsSpan(3 * i));

        var read = ShortFloat.Read(ref bytes[0]);

        for (var i = 0; i < values.Length; i++)
            Assert.Equal(values[i], read[i]);
    }

    [Theory]
    [InlineData(1, 20, 33)]
    [InlineData(3, 128, 64)]
    [InlineData(11, 7, 100)]
    public void A_rounded_matrix_has_the_bits_of_the_matrix_of_rounded_weights(int rows, int inputs, int outputs)
    {
        var random = RandomStream.Create(1, StreamPurpose.Initialization);
        float[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble(-1, 1))];
        var (x, weights, biases) = (Numbers(rows * inputs), Numbers(outputs * inputs), Numbers(outputs));
        var rounded = new PackedMatrix(weights, biases, outputs, inputs, rounded: true);
        var whole = new PackedMatrix(Array.ConvertAll(weights, ShortFloat.Round), biases, outputs, inputs);
        var (given, expected) = (new float[rows * rounded.PaddedOutputs], new float[rows * rounded.PaddedOutputs]);

        rounded.Forward(x, inputs, rows, given, rounded.PaddedOutputs);
        whole.Forward(x, inputs, rows, expected, rounded.PaddedOutputs);

        Assert.Equal(expected, given);
    }
}
