namespace Tandem.Learning.Reinforcement;

/// <summary>First weights of a perceptron.</summary>
internal static class PerceptronInitialization
{
    /// <summary>PyTorch's distribution of a linear layer, U(−1/√inputs, 1/√inputs) for weights and biases.</summary>
    public static void Uniform(Perceptron perceptron, ref RandomStream random)
    {
        var widths = perceptron.Shape.Widths;
        for (var layer = 0; layer < perceptron.Shape.Layers; layer++)
        {
            var bound = 1 / Math.Sqrt(widths[layer]);
            perceptron.WriteWeight(layer, Draw(widths[layer] * widths[layer + 1], bound, ref random));
            perceptron.WriteBias(layer, Draw(widths[layer + 1], bound, ref random));
        }
    }

    /// <summary>
    /// Orthogonal weights (Saxe, McClelland and Ganguli, 2014) and no biases: gain √2 below a hidden layer, the given one below
    /// each output. Small last gains begin with a policy that is nearly uniform (Huang et al., 2022, detail 2).
    /// </summary>
    /// <param name="perceptron">Its weights are set.</param>
    /// <param name="outputGains">The gain of each output.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    public static void Orthogonal(Perceptron perceptron, ReadOnlySpan<double> outputGains, ref RandomStream random)
    {
        var (widths, last) = (perceptron.Shape.Widths, perceptron.Shape.Layers - 1);
        for (var layer = 0; layer <= last; layer++)
        {
            var (inputs, outputs) = (widths[layer], widths[layer + 1]);
            var weight = Orthogonal(outputs, inputs, ref random);
            for (var o = 0; o < outputs; o++)
            {
                var gain = layer == last ? outputGains[o] : Math.Sqrt(2);
                for (var i = 0; i < inputs; i++)
                {
                    weight[(o * inputs) + i] *= gain;
                }
            }

            perceptron.WriteWeight(layer, Array.ConvertAll(weight, value => (float)value));
            perceptron.WriteBias(layer, new float[outputs]);
        }
    }

    /// <summary>A matrix [rows, columns] whose rows, or columns where there are fewer, are orthonormal: Gram and Schmidt over normal draws.</summary>
    private static double[] Orthogonal(int rows, int columns, ref RandomStream random)
    {
        var (count, length) = (Math.Min(rows, columns), Math.Max(rows, columns));
        var vectors = new double[count][];
        for (var i = 0; i < count; i++)
        {
            vectors[i] = OrthogonalTo(vectors.AsSpan(0, i), length, ref random);
        }

        var matrix = new double[rows * columns];
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                matrix[(row * columns) + column] = rows <= columns ? vectors[row][column] : vectors[column][row];
            }
        }

        return matrix;
    }

    private static double[] OrthogonalTo(ReadOnlySpan<double[]> others, int length, ref RandomStream random)
    {
        var vector = new double[length];
        for (var i = 0; i < length; i++)
        {
            vector[i] = random.NextNormal();
        }

        // Twice: what rounding left of the others the first time goes the second.
        for (var pass = 0; pass < 2; pass++)
        {
            foreach (var other in others)
            {
                var along = Dot(vector, other);
                for (var i = 0; i < length; i++)
                {
                    vector[i] -= along * other[i];
                }
            }
        }

        var norm = Math.Sqrt(Dot(vector, vector));
        return Array.ConvertAll(vector, value => value / norm);
    }

    private static double Dot(double[] left, double[] right)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }

    private static float[] Draw(int count, double bound, ref RandomStream random)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = (float)random.NextDouble(-bound, bound);
        }

        return values;
    }
}
