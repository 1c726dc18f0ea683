using System.Diagnostics;
using Tandem.Learning.Training;
using Tandem.Learning.Transformers;
using static TorchSharp.torch;

namespace Tandem.Benchmarks;

// Legend: B batch, L length, V vocabulary.

/// <summary>
/// One training step of a Transformer on the processor, the work of peers/pytorch_training_step.py: width 256, 3 + 3
/// layers, 4 heads, feed-forward 1024, dropout 0.1 in the same places, 64 × 24 tokens of 8000, Adam.
/// </summary>
internal static class TrainingStepBenchmark
{
    private const int B = 64;
    private const int L = 24;
    private const int V = 8000;
    private const int Steps = 24;
    private const int WarmUp = 6;

    private static readonly TransformerOptions Options = new()
    {
        Width = 256,
        Heads = 4,
        InnerWidth = 1024,
        EncoderLayers = 3,
        DecoderLayers = 3,
        Norm = NormPlacement.After,
        Positions = PositionForm.None,
    };

    /// <param name="threads">How many threads an operation may use.</param>
    /// <param name="only">The one precision to measure; null: both.</param>
    public static void Run(int threads, Precision? only = null)
    {
        var kept = NativeAllocator.KeepFreedMemory();
        set_num_threads(threads);
        Console.WriteLine($"Tandem, {get_num_threads()} threads, freed memory {(kept ? "kept" : "returned")}");
        foreach (var precision in new[] { Precision.Float32, Precision.BFloat16 })
        {
            if (only is null || only == precision)
            {
                var milliseconds = Measure(precision);
                Console.WriteLine($"{precision.ToString().ToLowerInvariant()}: {milliseconds:F0} ms a step, {B * L / milliseconds * 1000:F0} target tokens/s");
            }
        }
    }

    private static double Measure(Precision precision)
    {
        using var models = NewDisposeScope();
        random.manual_seed(1);
        var model = new TokenTransformer(V, V, Options, precision);
        using var adam = new FusedAdam(model, new AdamOptions());
        var loss = new LabelSmoothedCrossEntropy();
        var (source, target) = (randint(V, [B, L], ScalarType.Int64), randint(V, [B, L], ScalarType.Int64));
        model.train();
        var milliseconds = new double[Steps];
        for (var step = 0; step < Steps; step++)
        {
            using var scope = NewDisposeScope();
            var start = Stopwatch.GetTimestamp();
            loss.Mean(model.Forward(source, target), target).backward();
            adam.Step(1e-4);
            milliseconds[step] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        return milliseconds[WarmUp..].Order().ElementAt((Steps - WarmUp) / 2);
    }
}
