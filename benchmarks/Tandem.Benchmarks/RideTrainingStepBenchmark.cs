using System.Globalization;
using System.Text.RegularExpressions;
using Tandem.Learning.Training;
using Tandem.Learning.Trajectories;
using Tandem.Learning.Transformers;
using static TorchSharp.torch;

namespace Tandem.Benchmarks;

/// <summary>
/// One training step of a Decision Transformer on the processor, the work of peers/pytorch_ride_training_step.py: width 128,
/// 3 layers, 1 head, 64 windows of 20 steps, AdamW, gradients clipped to 0.25; by the trainer that <c>tandem train</c> uses,
/// each half of the windows on a thread of its own.
/// </summary>
internal static partial class RideTrainingStepBenchmark
{
    private const int Windows = 64;
    private const int Steps = 60;
    private const int WarmUp = 12;
    private const int Pairs = 3;
    private const int Threads = 2;
    private static readonly double[] Dropouts = [0.1, 0];

    /// <summary>PyTorch and Tandem in turn, a fresh process each time, with two threads.</summary>
    public static int Run()
    {
        foreach (var dropout in Dropouts)
        {
            var text = dropout.ToString(CultureInfo.InvariantCulture);
            var (peer, own) = (new List<StepTimes>(), new List<StepTimes>());
            Console.WriteLine($"dropout {text}: milliseconds a step (median of a process): float32, bfloat16");
            for (var pair = 0; pair < Pairs; pair++)
            {
                if (Peer.Python("pytorch_ride_training_step.py", $"{Threads}", text) is not { } printed)
                    return Peer.Missing();
                peer.Add(StepTimes.Parse(printed));
                own.Add(StepTimes.Parse(Peer.Own("ride-training-step-once", text)));
                Console.WriteLine($"PyTorch {peer[^1]}; Tandem {own[^1]}");
            }

            Report("PyTorch's float32 / Tandem's bfloat16", i => peer[i].Float32 / own[i].BFloat16);
            Report("PyTorch's bfloat16 autocast / Tandem's bfloat16", i => peer[i].BFloat16 / own[i].BFloat16);
            Report("PyTorch's float32 / Tandem's float32", i => peer[i].Float32 / own[i].Float32);
        }
        return 0;
    }

    /// <summary>Tandem's own step in this process.</summary>
    public static void Once(string dropout, int threads = Threads)
    {
        NativeAllocator.KeepFreedMemory();
        set_num_threads(1);
        foreach (var precision in (Precision[])[Precision.Float32, Precision.BFloat16])
        {
            var (wall, cpu) = Measure(precision, double.Parse(dropout, CultureInfo.InvariantCulture), threads);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{(precision == Precision.Float32 ? "float32" : "bfloat16")}: {wall:0.0} ms a step, {cpu:0.0} ms of processor time"));
        }
    }

    private static void Report(string name, Func<int, double> ratio)
    {
        var ratios = Enumerable.Range(0, Pairs).Select(ratio).Order().ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name}: median {ratios[Pairs / 2]:0.00}, least {ratios[0]:0.00}, greatest {ratios[^1]:0.00}"));
    }

    private static (double Wall, double Processor) Measure(Precision precision, double dropout, int threads)
    {
        using var rides = new RecordedCartPole();
        var options = new RideTrainingOptions
        {
            Conditioning = new ConditioningOptions { Returns = ReturnTokens.Observed },
            Model = new DecisionTransformerOptions { Context = 20, Width = 128, Heads = 1, Layers = 3, Dropout = dropout },
            BatchSize = Windows / threads,
            ValidationShare = 0,
            Precision = precision,
        };
        using var task = DecisionTransformerTask.Create(rides.Episodes, options, seed: 1);
        using var trainer = Trainer.Create(task, RideTrainingOptions.TrainerDefaults with { Updates = Steps, BatchesPerUpdate = threads, Workers = threads, MaximumGradientNorm = 0.25 }, TimeProvider.System);
        var watch = new StepWatch(WarmUp);
        trainer.Train(watch);
        return (watch.Wall(), watch.ProcessorTime());
    }

    private readonly record struct StepTimes(double Float32, double BFloat16)
    {
        public static StepTimes Parse(string output)
        {
            var steps = PrintedStep().Matches(output).ToDictionary(
                step => step.Groups[1].Value, step => double.Parse(step.Groups[2].Value, CultureInfo.InvariantCulture));
            return new(steps["float32"], steps["bfloat16"]);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Float32:0.0}, {BFloat16:0.0}");
    }

    [GeneratedRegex(@"(float32|bfloat16)[a-z ]*: ([0-9.]+) ms a step")]
    private static partial Regex PrintedStep();
}
