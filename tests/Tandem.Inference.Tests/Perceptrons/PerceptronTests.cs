using CsCheck;
using Tandem.Environments;

namespace Tandem.Inference.Tests.Perceptrons;

public sealed class PerceptronTests
{
    [Fact]
    public void A_small_network_gives_what_is_worked_out_by_hand()
    {
        var perceptron = new Perceptron(new PerceptronShape(2, [2], 1));
        perceptron.WriteWeight(0, [1, 2, -3, 4]);
        perceptron.WriteBias(0, [0.5f, -1]);
        perceptron.WriteWeight(1, [10, 100]);
        perceptron.WriteBias(1, [7]);
        var output = new float[2];

        perceptron.Forward([1, 1, 2, -1], 2, output);

        // Row 0: h = relu(3.5, 0) → 42. Row 1: h = relu(0.5, −11) = (0.5, 0) → 12.
        Assert.Equal([42, 12], output);
    }

    [Theory]
    [InlineData(Activation.Relu)]
    [InlineData(Activation.Tanh)]
    public void Any_shape_equals_the_definition(Activation activation) =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 40].Array[0, 3], Gen.Int[1, 40], Gen.Int[1, 9], Gen.ULong).Sample((inputs, hidden, outputs, rows, seed) =>
        {
            var random = RandomStream.Create(seed, StreamPurpose.Initialization);
            var perceptron = RandomPerceptron(new PerceptronShape(inputs, hidden, outputs, activation), ref random);
            var x = Draw(rows * inputs, ref random);
            var given = new float[rows * outputs];

            perceptron.Forward(x, rows, given);

            for (var row = 0; row < rows; row++)
            {
                var expected = Definition(perceptron, x.AsSpan(row * inputs, inputs).ToArray());
                for (var o = 0; o < outputs; o++)
                {
                    Assert.Equal(expected[o], given[(row * outputs) + o], 1e-4);
                }
            }
        }, iter: 60);

    [Fact]
    public void A_row_gives_the_same_bits_alone_and_among_others()
    {
        var random = RandomStream.Create(3, StreamPurpose.Initialization);
        var perceptron = RandomPerceptron(new PerceptronShape(7, [33, 16], 5), ref random);
        const int rows = 11;
        var x = Draw(rows * 7, ref random);
        var together = new float[rows * 5];
        perceptron.Forward(x, rows, together);

        var alone = new float[5];
        for (var row = 0; row < rows; row++)
        {
            perceptron.Forward(x.AsSpan(row * 7, 7), 1, alone);
            Assert.Equal(together[(row * 5)..((row + 1) * 5)], alone);
        }
    }

    [Fact]
    public void A_number_that_is_not_one_is_not_hidden()
    {
        var perceptron = new Perceptron(new PerceptronShape(1, [4], 1));
        perceptron.WriteWeight(0, [1, 1, 1, 1]);
        perceptron.WriteWeight(1, [1, 1, 1, 1]);
        var output = new float[1];

        perceptron.Forward([float.NaN], 1, output);

        Assert.True(float.IsNaN(output[0]));
    }

    [Fact]
    public void Acting_allocates_nothing()
    {
        var perceptron = new Perceptron(new PerceptronShape(4, [64, 64], 2));
        var (input, output) = (new float[4], new float[2]);
        perceptron.Forward(input, 1, output);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            perceptron.Forward(input, 1, output);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Layers_without_units_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new PerceptronShape(4, [16, 0], 6));
        Assert.Equal("a layer of 0 units is out of range: give 1 to 65536", error.Message);
    }

    [Fact]
    public void Weights_of_another_size_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Perceptron(new PerceptronShape(4, [], 6)).WriteWeight(0, new float[23]));
        Assert.Equal("the weight of layer 0 has 23 numbers: give 24", error.Message);
    }

    internal static Perceptron RandomPerceptron(PerceptronShape shape, ref RandomStream random)
    {
        var perceptron = new Perceptron(shape);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            perceptron.WriteWeight(layer, Draw(shape.Widths[layer] * shape.Widths[layer + 1], ref random));
            perceptron.WriteBias(layer, Draw(shape.Widths[layer + 1], ref random));
        }

        return perceptron;
    }

    private static float[] Draw(int count, ref RandomStream random)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (float)random.NextDouble(-0.5, 0.5);
        }

        return values;
    }

    private static double[] Definition(Perceptron perceptron, float[] input)
    {
        var h = Array.ConvertAll(input, x => (double)x);
        for (var layer = 0; layer < perceptron.Shape.Layers; layer++)
        {
            var (weight, bias) = (perceptron.ReadWeight(layer), perceptron.ReadBias(layer));
            var y = new double[bias.Length];
            for (var o = 0; o < y.Length; o++)
            {
                y[o] = bias[o] + h.Select((value, i) => value * weight[(o * h.Length) + i]).Sum();
                if (layer < perceptron.Shape.Layers - 1)
                {
                    y[o] = perceptron.Shape.Activation == Activation.Relu ? Math.Max(0, y[o]) : Math.Tanh(y[o]);
                }
            }

            h = y;
        }

        return h;
    }
}
