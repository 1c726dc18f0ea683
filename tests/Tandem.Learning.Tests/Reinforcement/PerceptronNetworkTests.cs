using CsCheck;
using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Tests.Reinforcement;

public sealed class PerceptronNetworkTests
{
    [Fact]
    public void The_gradient_is_that_of_a_weighted_sum_of_outputs() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 20].Array[0, 2], Gen.Int[1, 20], Gen.Int[1, 6], Gen.ULong).Sample((inputs, hidden, outputs, rows, seed) =>
        {
            var random = RandomStream.Create(seed, StreamPurpose.Initialization);
            var network = new PerceptronNetwork(new PerceptronShape(inputs, hidden, outputs, Activation.Tanh), ref random);
            var x = Draw(rows * inputs, ref random);
            var slopes = Draw(rows * outputs, ref random);
            var y = new float[rows * outputs];
            network.ForwardForGradient(x, rows, y);
            network.Backward(slopes);

            double Loss(float[] parameters)
            {
                parameters.CopyTo(network.Perceptron.Parameters);
                network.Forward(x, rows, y);
                return y.Zip(slopes, (output, slope) => (double)output * slope).Sum();
            }

            var at = network.Perceptron.Parameters.ToArray();
            for (var checks = 0; checks < 20; checks++)
            {
                var index = random.NextInt32(at.Length);
                if (at[index] == 0)
                {
                    Assert.Equal(0, network.Gradient[index]);
                    continue;
                }

                Assert.Equal(FiniteDifference.Of(at, index, 1e-2f, Loss), network.Gradient[index], 2e-3);
            }
        }, iter: 30, threads: 1);

    [Fact]
    public void The_gradient_of_the_inputs_is_that_of_a_weighted_sum_of_outputs_and_leaves_the_parameters_alone() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 20].Array[0, 2], Gen.Int[1, 20], Gen.Int[1, 6], Gen.ULong).Sample((inputs, hidden, outputs, rows, seed) =>
        {
            var random = RandomStream.Create(seed, StreamPurpose.Initialization);
            var network = new PerceptronNetwork(new PerceptronShape(inputs, hidden, outputs, Activation.Tanh), ref random);
            var (x, slopes, y) = (Draw(rows * inputs, ref random), Draw(rows * outputs, ref random), new float[rows * outputs]);
            var gradient = new float[x.Length];
            network.ForwardForGradient(x, rows, y);
            network.InputGradient(slopes, gradient);

            Assert.All(network.Gradient.ToArray(), slope => Assert.Equal(0, slope));
            for (var index = 0; index < x.Length; index++)
            {
                var slope = FiniteDifference.Of(x, index, 1e-2f, at =>
                {
                    network.Forward(at, rows, y);
                    return y.Zip(slopes, (output, weight) => (double)output * weight).Sum();
                });
                Assert.Equal(slope, gradient[index], 2e-3);
            }
        }, iter: 30, threads: 1);

    [Fact]
    public void A_network_follows_another_by_a_share_of_the_way_or_copies_it()
    {
        var random = RandomStream.Create(1, StreamPurpose.Initialization);
        var followed = new PerceptronNetwork(new PerceptronShape(3, [8], 2), ref random);
        var network = new PerceptronNetwork(new PerceptronShape(3, [8], 2), ref random);
        var before = network.Perceptron.Parameters.ToArray();

        network.Follow(followed, 0.25);
        for (var i = 0; i < before.Length; i++)
        {
            Assert.Equal((0.75 * before[i]) + (0.25 * followed.Perceptron.Parameters[i]), network.Perceptron.Parameters[i], 1e-7);
        }

        network.Follow(followed, 1);
        Assert.Equal(followed.Perceptron.Parameters, network.Perceptron.Parameters);
        Assert.StartsWith(
            "a perceptron of widths 3, 8, 2 can follow only one of the same widths: ",
            Assert.Throws<ArgumentException>(() => network.Follow(new PerceptronNetwork(new PerceptronShape(3, [4], 2), ref random), 1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_libtorch_module_tells_the_same_gradient_of_its_inputs()
    {
        using var network = new TorchNetwork(TorchSharp.torch.nn.Linear(2, 1), 2, 1);
        var (y, gradient) = (new float[2], new float[4]);
        network.ForwardForGradient([1, 2, 3, 4], 2, y);
        network.InputGradient([1, 10], gradient);
        network.Backward([1, 10]);

        Assert.Equal(10 * gradient[0], gradient[2], 1e-4);
        Assert.Equal(10 * gradient[1], gradient[3], 1e-4);
        network.Forward([1, 2, 2, 2], 2, y);
        Assert.Equal(y[1] - y[0], gradient[0], 1e-4);
    }

    [Fact]
    public void Gradients_of_two_batches_add_up()
    {
        var random = RandomStream.Create(1, StreamPurpose.Initialization);
        var network = new PerceptronNetwork(new PerceptronShape(3, [8], 2), ref random);
        var (x, slopes, y) = (Draw(6 * 3, ref random), Draw(6 * 2, ref random), new float[12]);
        network.ForwardForGradient(x, 6, y);
        network.Backward(slopes);
        var together = network.Gradient.ToArray();
        network.Update(1e-9);

        network.ForwardForGradient(x.AsSpan(0, 9), 3, y);
        network.Backward(slopes.AsSpan(0, 6));
        network.ForwardForGradient(x.AsSpan(9), 3, y);
        network.Backward(slopes.AsSpan(6));

        for (var i = 0; i < together.Length; i++)
        {
            Assert.Equal(together[i], network.Gradient[i], 1e-5);
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        float[] Learned(int threads)
        {
            var random = RandomStream.Create(7, StreamPurpose.Initialization);
            var network = new PerceptronNetwork(new PerceptronShape(5, [33, 16], 3, Activation.Tanh), ref random, threads);
            var (x, y) = (Draw(700 * 5, ref random), new float[700 * 3]);
            for (var step = 0; step < 3; step++)
            {
                network.ForwardForGradient(x, 700, y);
                network.Backward(y);
                network.Update(0.01);
            }

            return network.Perceptron.Parameters.ToArray();
        }

        Assert.Equal(Learned(1), Learned(2));
        Assert.Equal(Learned(1), Learned(5));
    }

    [Fact]
    public void The_gradient_goes_back_to_the_inputs()
    {
        var random = RandomStream.Create(2, StreamPurpose.Initialization);
        var network = new PerceptronNetwork(new PerceptronShape(3, [20, 8], 2, Activation.Tanh), ref random);
        var (x, slopes, y, back) = (Draw(70 * 3, ref random), Draw(70 * 2, ref random), new float[70 * 2], new float[70 * 3]);
        network.ForwardForGradient(x, 70, y);
        network.InputGradient(slopes, back);

        foreach (var index in new[] { 0, 4, 100, 209 })
        {
            var slope = FiniteDifference.Of(x, index, 1e-2f, inputs =>
            {
                network.Forward(inputs, 70, y);
                return y.Zip(slopes, (output, weight) => (double)output * weight).Sum();
            });
            Assert.Equal(slope, back[index], 1e-3);
        }
    }

    [Fact]
    public void Orthogonal_weights_are_orthogonal()
    {
        var random = RandomStream.Create(2, StreamPurpose.Initialization);
        var perceptron = new Perceptron(new PerceptronShape(8, [20], 3));
        PerceptronInitialization.Orthogonal(perceptron, [1, 0.01, 0.01], ref random);
        var (wide, tall) = (perceptron.ReadWeight(1), perceptron.ReadWeight(0));

        // Rows of the last layer by gain; columns of the first, which has more rows than columns, by √2.
        double[] gains = [1, 0.01, 0.01];
        for (var a = 0; a < 3; a++)
        {
            for (var b = 0; b < 3; b++)
            {
                Assert.Equal(a == b ? gains[a] * gains[b] : 0, Enumerable.Range(0, 20).Sum(i => (double)wide[(a * 20) + i] * wide[(b * 20) + i]), 1e-6);
                Assert.Equal(a == b ? 2 : 0, Enumerable.Range(0, 20).Sum(o => (double)tall[(o * 8) + a] * tall[(o * 8) + b]), 1e-6);
            }
        }

        Assert.All(perceptron.ReadBias(0), bias => Assert.Equal(0, bias));
    }

    [Fact]
    public void A_gradient_that_is_not_finite_changes_nothing()
    {
        var random = RandomStream.Create(1, StreamPurpose.Initialization);
        var network = new PerceptronNetwork(new PerceptronShape(2, [4], 1), ref random);
        var before = network.Perceptron.Parameters.ToArray();
        network.ForwardForGradient([1, 2], 1, new float[1]);
        network.Backward([float.NaN]);

        Assert.True(double.IsNaN(network.Update(0.1)));
        Assert.Equal(before, network.Perceptron.Parameters);
    }

    [Fact]
    public void A_restored_network_goes_on_to_the_bit()
    {
        var random = RandomStream.Create(5, StreamPurpose.Initialization);
        var network = new PerceptronNetwork(new PerceptronShape(3, [8], 2), ref random);
        Learn(network, 5);
        var saved = new MemoryStream();
        network.Save(new BinaryWriter(saved));
        Learn(network, 5);

        var other = new PerceptronNetwork(new PerceptronShape(3, [8], 2), ref random);
        saved.Position = 0;
        other.Restore(new BinaryReader(saved));
        Learn(other, 5);

        Assert.Equal(network.Perceptron.Parameters, other.Perceptron.Parameters);
    }

    private static void Learn(PerceptronNetwork network, int steps)
    {
        var y = new float[2];
        for (var step = 0; step < steps; step++)
        {
            network.ForwardForGradient([1, -1, 0.5f], 1, y);
            network.Backward([y[0] - 1, y[1] + 1]);
            network.Update(0.01, 1);
        }
    }

    private static float[] Draw(int count, ref RandomStream random)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (float)random.NextDouble(-1, 1);
        }

        return values;
    }
}
