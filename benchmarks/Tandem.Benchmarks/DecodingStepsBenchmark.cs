using System.Diagnostics;
using System.Globalization;
using Tandem.Learning.Transformers;
using Tandem.Runs.Safetensors;
using static TorchSharp.torch;

namespace Tandem.Benchmarks;

/// <summary>
/// What a search costs in plain .NET before it chooses anything: encoding, and steps of all rows with a reordering each, by a
/// model of random weights (width 128, 4 + 4 layers, 4 heads, feed-forward 256, vocabulary 9,712), five rows a source.
/// </summary>
internal static class DecodingStepsBenchmark
{
    private const int Vocabulary = 9_712;
    private const int Beam = 5;
    private const int SourceLength = 14;
    private const int Steps = 15;          // 14 tokens and the end
    private const int Repeats = 15;

    private static readonly TransformerOptions Options = new()
    {
        Width = 128,
        Heads = 4,
        InnerWidth = 256,
        EncoderLayers = 4,
        DecoderLayers = 4,
        Norm = NormPlacement.After,
        Tying = EmbeddingTying.All,
    };

    public static void Run()
    {
        var file = RandomFile();
        Console.WriteLine($"median of {Repeats} repeats of {Steps} steps, {SourceLength} source tokens, {Beam} rows a source");
        Console.WriteLine("threads  sources  rows  row steps/s  ms a step  ms to encode  sentences/s  bytes allocated by steps");
        foreach (var threads in (int[])[1, 2])
        {
            foreach (var sources in (int[])[1, 16, 64])
                Measure(TransformerModel.From(file, "random weights", threads), sources, threads);
        }
    }

    private static void Measure(TransformerModel model, int sourceCount, int threads)
    {
        var sources = Enumerable.Range(0, sourceCount)
            .Select(source => Enumerable.Range(0, SourceLength).Select(i => (source * 131 + i * 17) % Vocabulary).ToArray()).ToArray();
        var (encoding, stepping) = (new double[Repeats], new double[Repeats]);
        var allocated = 0L;
        Repeat(model, sources, out _, out _);
        for (var repeat = 0; repeat < Repeats; repeat++)
            (encoding[repeat], stepping[repeat]) = (Repeat(model, sources, out allocated, out var steps), steps);
        var (encode, step) = (encoding.Order().ElementAt(Repeats / 2), stepping.Order().ElementAt(Repeats / 2) / Steps);
        var rows = sourceCount * Beam;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{threads,7}  {sourceCount,7}  {rows,4}  {rows / step,11:N0}  {1e3 * step,9:0.000}  {1e3 * encode,12:0.000}  {sourceCount / (encode + (Steps * step)),11:N0}  {allocated,24}"));
    }

    /// <summary>Seconds to encode; out: seconds of all steps.</summary>
    private static double Repeat(TransformerModel model, int[][] sources, out long allocated, out double stepping)
    {
        var start = Stopwatch.GetTimestamp();
        using var sequences = model.Begin(sources);
        var encoding = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var (parents, tokens) = (new int[sources.Length * Beam], new int[sources.Length * Beam]);
        var logProbabilities = new float[parents.Length * Vocabulary];
        for (var row = 0; row < parents.Length; row++)
            parents[row] = row / Beam;
        sequences.Extend(parents, tokens, logProbabilities);
        for (var row = 0; row < parents.Length; row++)
            parents[row] = (row / Beam * Beam) + ((row + 1) * 3 % Beam);
        var before = GC.GetAllocatedBytesForCurrentThread();
        start = Stopwatch.GetTimestamp();
        for (var step = 0; step < Steps; step++)
        {
            tokens.AsSpan().Fill((step * 37) % Vocabulary);
            sequences.Extend(parents, tokens, logProbabilities);
        }
        stepping = Stopwatch.GetElapsedTime(start).TotalSeconds;
        allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        return encoding;
    }

    private static SafetensorsFile RandomFile()
    {
        using var scope = NewDisposeScope();
        using var model = new TokenTransformer(Vocabulary, Vocabulary, Options, random: new Generator(1));
        using var stream = new MemoryStream();
        new SafetensorsWriter().AddTransformer(model).WriteTo(stream);
        return SafetensorsFile.FromBytes(stream.ToArray(), "random weights");
    }
}
