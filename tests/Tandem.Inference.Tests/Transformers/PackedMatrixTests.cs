using CsCheck;
using Tandem.Environments;
using Tandem.Inference.Transformers;

namespace Tandem.Inference.Tests.Transformers;

public sealed class PackedMatrixTests
{
    private static readonly Gen<(int Rows, int Inputs, int Outputs, int Gap, ulong Seed)> Shapes =
        Gen.Select(Gen.Int[0, 21], Gen.Int[1, 70], Gen.Int[1, 101], Gen.Int[0, 5], Gen.ULong);

    [Fact]
    public void Any_shape_equals_the_definition() =>
        Shapes.Sample((rows, inputs, outputs, gap, seed) =>
        {
            var scene = new Scene(rows, inputs, outputs, inputs + gap, seed);
            var padded = PackedMatrix.Padded(outputs) + PackedMatrix.PanelWidth;
            var (given, dense) = (new float[rows * padded], new float[rows * outputs]);
            given.AsSpan().Fill(float.NaN);

            scene.Matrix.Forward(scene.X, scene.XStride, rows, given, padded);
            scene.Matrix.ForwardDense(scene.X, scene.XStride, rows, 0, scene.Matrix.Panels, dense);

            for (var row = 0; row < rows; row++)
            {
                for (var output = 0; output < outputs; output++)
                {
                    Assert.Equal(scene.Expected(row, output), given[(row * padded) + output], 1e-5);
                    Assert.Equal(given[(row * padded) + output], dense[(row * outputs) + output]);
                }
                var end = (row * padded) + scene.Matrix.PaddedOutputs;
                Assert.All(given[((row * padded) + outputs)..end], pad => Assert.Equal(0, pad));
                Assert.All(given[end..((row + 1) * padded)], beyond => Assert.Equal(float.NaN, beyond));
            }
        }, iter: 100);

    [Fact]
    public void A_row_has_the_same_bits_alone_and_among_others_and_panel_by_panel() =>
        Shapes.Sample((rows, inputs, outputs, _, seed) =>
        {
            var scene = new Scene(rows, inputs, outputs, inputs, seed);
            var (together, alone, pieces) = (new float[rows * outputs], new float[outputs], new float[rows * outputs]);
            scene.Matrix.ForwardDense(scene.X, inputs, rows, 0, scene.Matrix.Panels, together);

            for (var panel = 0; panel < scene.Matrix.Panels; panel++)
                scene.Matrix.ForwardDense(scene.X, inputs, rows, panel, panel + 1, pieces);
            Assert.Equal(together, pieces);
            for (var row = 0; row < rows; row++)
            {
                scene.Matrix.ForwardDense(scene.X.AsSpan(row * inputs), inputs, 1, 0, scene.Matrix.Panels, alone);
                Assert.Equal(together[(row * outputs)..((row + 1) * outputs)], alone);
            }
        }, iter: 50);

    [Fact]
    public void Too_few_numbers_are_refused()
    {
        var matrix = new PackedMatrix(new float[6], [], 2, 3);
        var error = Assert.Throws<ArgumentException>(() => matrix.ForwardDense(new float[5], 3, 2, 0, 1, new float[4]));
        Assert.Equal("a product was given fewer numbers than its rows and widths need: give whole rows", error.Message);
    }

    private sealed class Scene
    {
        private readonly float[] weight;
        private readonly float[] bias;

        public Scene(int rows, int inputs, int outputs, int xStride, ulong seed)
        {
            var random = RandomStream.Create(seed, StreamPurpose.Initialization);
            (weight, bias, X, XStride) = (Draw(outputs * inputs, ref random), Draw(outputs, ref random), Draw(rows * xStride, ref random), xStride);
            Matrix = new PackedMatrix(weight, bias, outputs, inputs);
        }

        public PackedMatrix Matrix { get; }

        public float[] X { get; }

        public int XStride { get; }

        public double Expected(int row, int output)
        {
            var sum = (double)bias[output];
            for (var input = 0; input < Matrix.Inputs; input++)
                sum += (double)weight[(output * Matrix.Inputs) + input] * X[(row * XStride) + input];
            return sum;
        }

        private static float[] Draw(int count, ref RandomStream random)
        {
            var values = new float[count];
            foreach (ref var value in values.AsSpan())
                value = (float)random.NextDouble(-1, 1);
            return values;
        }
    }
}
