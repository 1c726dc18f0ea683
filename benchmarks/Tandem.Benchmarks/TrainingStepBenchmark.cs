using System.Globalization;
using System.Text.RegularExpressions;
using Tandem.Learning.Training;
using Tandem.Learning.Transformers;
using static TorchSharp.torch;

namespace Tandem.Benchmarks;

// Legend: B batch, L length, V vocabulary.

/// <summary>
/// One training step of a Transformer on the processor, the work of peers/pytorch_training_step.py: width 256, 3 + 3
/// layers, 4 heads, feed-forward 1024, dropout 0.1 in the same places, 64 × 24 tokens of 8000, Adam. Tandem's is an update of its
/// trainer, half of the batch on a thread of its own.
/// </summary>
internal static partial class TrainingStepBenchmark
{
    private const int B = 64;
    private const int L = 24;
    private const int V = 8000;
    private const int Steps = 24;
    private const int WarmUp = 6;
    private const int Pairs = 3;
    private const int Threads = 2;

    private static readonly TransformerOptions Model = new()
    {
        Width = 256,
        Heads = 4,
        InnerWidth = 1024,
        EncoderLayers = 3,
        DecoderLayers = 3,
        Norm = NormPlacement.After,
        Positions = PositionForm.None,
    };

    /// <summary>PyTorch and Tandem in turn, a fresh process each time, with two threads.</summary>
    public static int Run()
    {
        var (peer, own) = (new List<StepTimes>(), new List<StepTimes>());
        Console.WriteLine("milliseconds a step (median of a process): float32, bfloat16");
        for (var pair = 0; pair < Pairs; pair++)
        {
            if (Peer.Python("pytorch_training_step.py", $"{Threads}") is not { } printed)
            {
                return Peer.Missing();
            }

            peer.Add(StepTimes.Parse(printed));
            own.Add(StepTimes.Parse(Peer.Own("training-step-once")));
            Console.WriteLine($"PyTorch {peer[^1]}; Tandem {own[^1]}");
        }

        Report("PyTorch's bfloat16 autocast / Tandem's bfloat16", i => peer[i].BFloat16 / own[i].BFloat16);
        Report("PyTorch's float32 / Tandem's bfloat16", i => peer[i].Float32 / own[i].BFloat16);
        Report("PyTorch's float32 / Tandem's float32", i => peer[i].Float32 / own[i].Float32);
        return 0;
    }

    /// <summary>Tandem's own step in this process.</summary>
    public static void Once()
    {
        NativeAllocator.KeepFreedMemory();
        set_num_threads(1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"float32: {Measure(Precision.Float32):0.0} ms a step"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"bfloat16: {Measure(Precision.BFloat16):0.0} ms a step"));
    }

    private static void Report(string name, Func<int, double> ratio)
    {
        var ratios = Enumerable.Range(0, Pairs).Select(ratio).Order().ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name}: median {ratios[Pairs / 2]:0.00}, least {ratios[0]:0.00}, greatest {ratios[^1]:0.00}"));
    }

    private static double Measure(Precision precision)
    {
        using var task = new TrainingStepTask(Model, precision, V, B / Threads, L);
        var options = new TrainerOptions
        {
            Updates = Steps,
            BatchesPerUpdate = Threads,
            Workers = Threads,
            Adam = new AdamOptions(),
            LearningRate = new LearningRateOptions { Schedule = LearningRateSchedule.Constant, Peak = 1e-4 },
            MaximumGradientNorm = null,
        };
        using var trainer = Trainer.Create(task, options, TimeProvider.System);
        var watch = new StepWatch(WarmUp);
        trainer.Train(watch);
        return watch.Wall();
    }

    private readonly record struct StepTimes(double Float32, double BFloat16)
    {
        public static StepTimes Parse(string output)
        {
            var steps = PrintedStep().Matches(output).ToDictionary(
                step => step.Groups[1].Value, step => double.Parse(step.Groups[2].Value, CultureInfo.InvariantCulture));
            return new(steps["float32"], steps["bfloat16"]);
        }

        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Float32:0}, {BFloat16:0}");
    }

    [GeneratedRegex(@"(float32|bfloat16)[a-z ]*: ([0-9.]+) ms a step")]
    private static partial Regex PrintedStep();
}
