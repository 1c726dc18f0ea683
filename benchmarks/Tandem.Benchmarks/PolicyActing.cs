using System.Diagnostics;
using System.Globalization;
using Tandem.Environments;
using Tandem.Inference;

namespace Tandem.Benchmarks;

/// <summary>How long a trained policy takes for one observation: 4 → 64 → 64 → 2 with tanh, batch 1, observations normalised or not.</summary>
internal static class PolicyActing
{
    private const int Acts = 200_000;
    private const int Repeats = 15;

    public static void Run()
    {
        Console.WriteLine("4 -> 64 -> 64 -> 2, tanh, one observation at a time, no libtorch; nanoseconds: least and median of repeats; bytes allocated");
        Line("greedy", new CategoricalForm(new Discrete(2)), null, PolicyMode.Greedy);
        Line("sampled", new CategoricalForm(new Discrete(2)), null, PolicyMode.Sampled);
        var statistics = new NumberStatistics(1, new double[4], [1, 1, 1, 1]);
        Line("greedy, normalised", new CategoricalForm(new Discrete(2)), new ObservationNormalization(statistics, 10), PolicyMode.Greedy);
        Line("Gaussian, greedy", new GaussianForm(new Box([-1, -1], [1, 1]), [0, 0]), null, PolicyMode.Greedy);
    }

    private static void Line(string name, PolicyForm form, ObservationNormalization? normalization, PolicyMode mode)
    {
        var perceptron = new Perceptron(new PerceptronShape(4, [64, 64], form.OutputWidth, Activation.Tanh));
        var random = RandomStream.Create(1, StreamPurpose.Initialization);
        for (var layer = 0; layer < perceptron.Shape.Layers; layer++)
        {
            var weight = perceptron.ReadWeight(layer);
            perceptron.WriteWeight(layer, Array.ConvertAll(weight, _ => (float)(0.2 * random.NextNormal())));
        }

        var policy = new Agent(perceptron, Box.Unbounded(4), form, normalization).Policy(mode);
        var (actions, rewards, observation) = (new ActionBatch(form.Actions, 1), new double[1], new float[4]);
        var (nanoseconds, bytes) = (new List<double>(), 0L);
        for (var repeat = 0; repeat < Repeats; repeat++)
        {
            var (begun, allocated) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
            for (var act = 0; act < Acts; act++)
            {
                observation[act & 3] = act & 7;
                policy.Act(observation, rewards, actions);
            }

            nanoseconds.Add(Stopwatch.GetElapsedTime(begun).TotalNanoseconds / Acts);
            bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        }

        nanoseconds.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-20} {nanoseconds[0],6:0} {nanoseconds[Repeats / 2],6:0}   {bytes} bytes"));
    }
}
