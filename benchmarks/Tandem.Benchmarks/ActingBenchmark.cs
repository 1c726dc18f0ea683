using System.Diagnostics;
using System.Globalization;
using Tandem.Environments;
using Tandem.Inference;
using Tandem.Inference.Trajectories;
using Tandem.Learning.Trajectories;
using Tandem.Learning.Transformers;
using Tandem.Runs.Safetensors;
using static TorchSharp.torch;

namespace Tandem.Benchmarks;

/// <summary>
/// What an action of a Decision Transformer costs on one thread: 3 layers, width 128, 1 head, a context of 20 steps; in plain
/// .NET, and in libtorch, which computes the window of 20 steps anew. Both ride in turn in this process.
/// </summary>
internal static class ActingBenchmark
{
    private const int Context = 20;
    private const int Rounds = 9;
    private const int Actions = 1_500;
    private const int NativeActions = 60;
    private static readonly int[] ManyWorlds = [1, 16, 256];

    public static void Run()
    {
        set_num_threads(1);
        using var rides = new RecordedCartPole();
        var description = RiderDescription.Of(rides.Episodes, ReturnTokens.Observed, returnScale: null);
        Console.WriteLine($"one thread; microseconds an action: medians of {Rounds} rounds, each the median of {Actions} actions (libtorch: of {NativeActions}), or of fewer with more worlds");
        Console.WriteLine("form                          worlds   .NET  bytes  libtorch  ratio (least)");
        foreach (var (name, options) in Forms())
        {
            using var model = new DecisionTransformer(options, description, Precision.Float32);
            model.eval();
            foreach (var worlds in ManyWorlds)
                Measure(name, model, worlds);
        }
    }

    private static IEnumerable<(string Name, DecisionTransformerOptions Options)> Forms()
    {
        var paper = new DecisionTransformerOptions { Context = Context, Width = 128, Heads = 1, Layers = 3 };
        yield return ("band of 7 (the default)", paper);
        yield return ("band of 20, windows of 58", paper with { Band = 20 });
        yield return ("no band: window recomputed", paper with { Band = 0, Positions = StepPositions.Timesteps });
    }

    private static void Measure(string name, DecisionTransformer model, int worlds)
    {
        var rider = new Ride(Managed(model).Policy(PolicyMode.Sampled, seed: 1), model.Description, worlds);
        var native = new Ride(new DecisionTransformerPolicy(model, PolicyMode.Sampled, RandomStream.Create(1, StreamPurpose.EvaluationPolicy), 10), model.Description, worlds);
        var isSlow = model.Options.BandSteps == 0;
        var (own, peer) = (new double[Rounds], new double[Rounds]);
        var bytes = 0L;
        rider.Go(Math.Max(100, Actions / worlds / (isSlow ? 10 : 1)));
        native.Go(model.Options.Window);
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            own[round] = rider.Go(Math.Max(30, Actions / worlds / (isSlow ? 10 : 1)));
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            peer[round] = native.Go(Math.Max(1, NativeActions / worlds));
        }
        var ratios = own.Zip(peer, (mine, theirs) => theirs / mine).Order().ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-28}  {worlds,6}  {own.Order().ElementAt(Rounds / 2),5:0.0}  {bytes,5}  {peer.Order().ElementAt(Rounds / 2),8:0}  {ratios[Rounds / 2]:0.0} ({ratios[0]:0.0})"));
    }

    private static Rider Managed(DecisionTransformer model)
    {
        using var stream = new MemoryStream();
        DecisionTransformerFile.Write(model).WriteTo(stream);
        return Rider.From(SafetensorsFile.FromBytes(stream.ToArray(), "random weights"), "random weights");
    }

    /// <summary>A policy that sees numbers without end.</summary>
    private sealed class Ride(IPolicy policy, RiderDescription description, int worlds)
    {
        private readonly ActionBatch actions = new(description.World.Actions, worlds);
        private readonly float[] seen = new float[worlds * description.World.Observations.Width];
        private readonly double[] rewards = new double[worlds];
        private readonly long[] all = new long[Actions];
        private RandomStream random = RandomStream.Create(1, StreamPurpose.Evaluation);

        /// <summary>The median of the microseconds that an action of one world takes.</summary>
        public double Go(int steps)
        {
            var times = all.AsSpan(0, steps);
            for (var step = 0; step < steps; step++)
            {
                foreach (ref var value in seen.AsSpan())
                    value = (float)random.NextDouble(-1, 1);
                var start = Stopwatch.GetTimestamp();
                policy.Act(seen, rewards, actions);
                times[step] = Stopwatch.GetTimestamp() - start;
            }
            times.Sort();
            return times[steps / 2] * 1e6 / Stopwatch.Frequency / worlds;
        }
    }
}
