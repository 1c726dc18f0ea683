using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Tests.Reinforcement;

public sealed class PpoLossTests
{
    private static readonly PpoCoefficients Coefficients = new(0.2, ClipValues: true, 0.5, 0.01);

    public static TheoryData<string> Distributions => ["joint", "parts", "Gaussian"];

    [Fact]
    public void Loss_diagnostics_and_gradient_are_those_of_PyTorch()
    {
        using var golden = LearningGolden.Open();
        var given = golden.RootElement.GetProperty("ppo");
        double Number(string name) => given.GetProperty(name).GetDouble();
        var (logits, value) = (LearningGolden.Singles(given, "logits"), LearningGolden.Singles(given, "value"));
        var advantages = LearningGolden.Numbers(given, "advantage");
        Returns.Normalize(advantages);
        var distribution = new CategoricalDistribution(new Discrete(4), ActionHeads.Joint);
        var outputs = Rows(value, logits);
        var gradients = new float[outputs.Length];
        var coefficients = new PpoCoefficients(Number("clip"), ClipValues: true, Number("value_coefficient"), Number("entropy_coefficient"));

        var terms = PpoLoss.Compute(
            distribution,
            coefficients,
            new PpoRows(
                LearningGolden.Singles(given, "action"),
                LearningGolden.Numbers(given, "old_log_probability"),
                LearningGolden.Numbers(given, "old_value"),
                advantages,
                LearningGolden.Numbers(given, "value_target")),
            outputs,
            1.0 / value.Length,
            new double[distribution.ScratchWidth],
            gradients);

        Assert.Equal(Number("policy_loss"), terms.Policy, 1e-5);
        Assert.Equal(Number("value_loss"), terms.Value, 1e-5);
        Assert.Equal(Number("entropy"), terms.Entropy, 1e-5);
        Assert.Equal(Number("loss"), terms.Loss(coefficients), 1e-5);
        Assert.Equal(Number("approximate_kl"), terms.ApproximateKl, 1e-5);
        Assert.Equal(Number("clip_fraction"), terms.ClipFraction, 1e-9);
        var expected = Rows(LearningGolden.Singles(given, "gradient_value"), LearningGolden.Singles(given, "gradient_logits"));
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], gradients[i], 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Distributions))]
    public void The_gradient_is_that_of_the_loss(string name)
    {
        var distribution = DistributionOf(name);
        var random = RandomStream.Create(1, StreamPurpose.Policy);
        for (var trial = 0; trial < 20; trial++)
        {
            var scene = new Scene(distribution, rows: 3, ref random);
            var gradients = new float[scene.Outputs.Length];
            scene.Loss(scene.Outputs, gradients);

            for (var i = 0; i < gradients.Length; i++)
            {
                var slope = FiniteDifference.Of(scene.Outputs, i, 1e-3f, outputs => scene.Loss(outputs, new float[outputs.Length]));
                Assert.Equal(slope, gradients[i], 2e-3);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Distributions))]
    public void A2c_s_gradient_is_that_of_its_loss(string name)
    {
        var distribution = DistributionOf(name);
        var random = RandomStream.Create(2, StreamPurpose.Policy);
        for (var trial = 0; trial < 20; trial++)
        {
            var scene = new Scene(distribution, rows: 3, ref random);
            var gradients = new float[scene.Outputs.Length];
            scene.A2c(scene.Outputs, gradients);

            for (var i = 0; i < gradients.Length; i++)
            {
                var slope = FiniteDifference.Of(scene.Outputs, i, 1e-3f, outputs => scene.A2c(outputs, new float[outputs.Length]));
                Assert.Equal(slope, gradients[i], 2e-3);
            }
        }
    }

    [Fact]
    public void Where_nothing_moved_the_policy_s_gradient_is_that_of_A2c()
    {
        var distribution = DistributionOf("parts");
        var random = RandomStream.Create(3, StreamPurpose.Policy);
        var scene = new Scene(distribution, rows: 4, ref random) { Moved = 0 };
        var (ppo, a2c) = (new float[scene.Outputs.Length], new float[scene.Outputs.Length]);
        scene.Loss(scene.Outputs, ppo);
        scene.A2c(scene.Outputs, a2c);

        for (var i = 0; i < ppo.Length; i++)
        {
            if (i % (1 + distribution.OutputWidth) > 0)
            {
                Assert.Equal(a2c[i], ppo[i], 1e-6);
            }
        }
    }

    [Fact]
    public void Density_and_entropy_of_a_Gaussian_are_known()
    {
        var distribution = DistributionOf("Gaussian");
        // z = (1, −2) with σ = (1, 2).
        var (logProbability, entropy) = distribution.Evaluate([0, 1, 0, MathF.Log(2)], [1, -3], new double[distribution.ScratchWidth]);

        Assert.Equal(-0.5 - 2 - Math.Log(2) - Math.Log(2 * Math.PI), logProbability, 1e-6);
        Assert.Equal(Math.Log(2) + Math.Log(2 * Math.PI * Math.E), entropy, 1e-6);
    }

    [Theory]
    [MemberData(nameof(Distributions))]
    public void A_draw_is_as_likely_as_it_says(string name)
    {
        var distribution = DistributionOf(name);
        var random = RandomStream.Create(4, StreamPurpose.Policy);
        var outputs = Draw(distribution.OutputWidth, ref random);
        var (draw, scratch) = (new float[distribution.DrawWidth], new double[distribution.ScratchWidth]);

        for (var trial = 0; trial < 20; trial++)
        {
            var said = distribution.Sample(outputs, ref random, draw, scratch);
            Assert.Equal(distribution.Evaluate(outputs, draw, scratch).LogProbability, said, 1e-12);
        }
    }

    private static IActionDistribution DistributionOf(string name) => name switch
    {
        "joint" => new CategoricalDistribution(new MultiDiscrete(2, 3), ActionHeads.Joint),
        "parts" => new CategoricalDistribution(new MultiDiscrete(2, 3), ActionHeads.Parts),
        _ => new GaussianDistribution(Box.Unbounded(2), ActionFit.AsGiven, 0),
    };

    private static float[] Rows(float[] values, float[] policies)
    {
        var width = policies.Length / values.Length;
        return [.. values.SelectMany((value, row) => policies.Skip(row * width).Take(width).Prepend(value))];
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

    /// <summary>Rows whose probabilities and values moved, some beyond the clip and none near its edge.</summary>
    private sealed class Scene
    {
        private readonly IActionDistribution distribution;
        private readonly float[] draws;
        private readonly double[] logProbabilities;
        private readonly double[] values;
        private readonly double[] advantages;
        private readonly double[] targets;

        public Scene(IActionDistribution distribution, int rows, ref RandomStream random)
        {
            this.distribution = distribution;
            var width = 1 + distribution.OutputWidth;
            Outputs = Draw(rows * width, ref random);
            draws = new float[rows * distribution.DrawWidth];
            (logProbabilities, values, advantages, targets) = (new double[rows], new double[rows], new double[rows], new double[rows]);
            for (var row = 0; row < rows; row++)
            {
                logProbabilities[row] = distribution.Sample(
                    Outputs.AsSpan((row * width) + 1, width - 1), ref random, draws.AsSpan(row * distribution.DrawWidth, distribution.DrawWidth), new double[distribution.ScratchWidth]);
                values[row] = Outputs[row * width] + (row == 0 ? 0.5 : -0.1);
                advantages[row] = random.NextNormal();
                targets[row] = random.NextNormal();
            }
        }

        public float[] Outputs { get; }

        public double Moved { get; init; } = 0.4;

        public double Loss(float[] outputs, float[] gradients)
        {
            double[] old = [.. logProbabilities.Select((probability, row) => probability + (row % 2 == 0 ? Moved : -Moved / 4))];
            return PpoLoss.Compute(
                distribution, Coefficients, new PpoRows(draws, old, values, advantages, targets), outputs, 1.0 / old.Length, new double[distribution.ScratchWidth], gradients)
                .Loss(Coefficients);
        }

        public double A2c(float[] outputs, float[] gradients)
        {
            var terms = A2cLoss.Compute(
                distribution, draws, advantages, targets, 0.5, 0.01, outputs, 1.0 / targets.Length, new double[distribution.ScratchWidth], gradients);
            return terms.Policy + (0.5 * terms.Value) - (0.01 * terms.Entropy);
        }
    }
}
