using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tandem.Inference.Decoding;
using Tandem.Learning.Training;
using Tandem.Learning.Translation;
using static TorchSharp.torch;

namespace Tandem.Benchmarks;

/// <summary>
/// Beam search over a trained model's sentences, the work of peers/pytorch_beam_search.py: the same weights, sources and
/// options, the same search, float32, two threads; each program's median of three passes.
/// </summary>
internal static partial class DecodingBenchmark
{
    private const int Threads = 2;
    private const int Passes = 3;
    private const int Pairs = 3;
    private const int DifferencesShown = 5;

    private static readonly DecodingOptions Options = new() { Beam = 5, LengthPenalty = 1, LengthRatio = 1.5, LengthAllowance = 10 };

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Writes random weights and sentences in the shape of a Multi30k model, where no trained one is at hand.</summary>
    public static void WriteRandom(string model, string sources) =>
        File.WriteAllText(sources, JsonSerializer.Serialize(RandomTranslation.Write(model), Json));

    /// <summary>PyTorch and Tandem in turn, a fresh process each time.</summary>
    /// <param name="model">A safetensors file with the weights of a TokenTransformer, described in its metadata.</param>
    /// <param name="sources">A JSON file: <see cref="DecodingRequest"/>.</param>
    public static int Run(string model, string sources)
    {
        var folder = Directory.CreateTempSubdirectory("tandem-decoding-");
        try
        {
            var (peerOutput, ownOutput) = (Path.Combine(folder.FullName, "peer.json"), Path.Combine(folder.FullName, "own.json"));
            var ratios = new List<double>();
            for (var pair = 0; pair < Pairs; pair++)
            {
                if (Peer.Python("pytorch_beam_search.py", model, sources, peerOutput, "--threads", $"{Threads}", "--passes", $"{Passes}") is not { } printed)
                    return Peer.Missing();
                var (peer, own) = (Rate(printed), Rate(Peer.Own("decoding-once", model, sources, ownOutput)));
                ratios.Add(own / peer);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"sentences/s: PyTorch {peer:0.0}, Tandem {own:0.0}"));
            }
            ratios.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Tandem / PyTorch: median {ratios[Pairs / 2]:0.00}, least {ratios[0]:0.00}, greatest {ratios[^1]:0.00}"));
            Compare(Read<DecodedSentence[]>(peerOutput), Read<DecodedSentence[]>(ownOutput));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Tandem's own passes in this process; writes what it found.</summary>
    public static void Once(string modelPath, string sources, string output)
    {
        NativeAllocator.KeepFreedMemory();
        set_num_threads(Threads);
        var request = Read<DecodingRequest>(sources);
        using var weights = RandomTranslation.Read(modelPath);
        var model = new TorchSequenceModel(weights);     // the managed model: TransformerModel.Load(modelPath, Threads)
        var decoder = new SequenceDecoder(model, request.Begin, request.End, request.Never);
        Hypothesis[][] found = decoder.Decode(request.Sources, Options);
        var seconds = new double[Passes];
        for (var pass = 0; pass < Passes; pass++)
        {
            var start = Stopwatch.GetTimestamp();
            found = decoder.Decode(request.Sources, Options);
            seconds[pass] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found.Length / seconds.Order().ElementAt(Passes / 2):0.0} sentences/s"));
        File.WriteAllText(output, JsonSerializer.Serialize(found.Select(hypotheses => DecodedSentence.Of(hypotheses[0])), Json));
    }

    /// <summary>How many sentences differ, and by how much their scores: rounding decides between near-equals only.</summary>
    private static void Compare(DecodedSentence[] peer, DecodedSentence[] own)
    {
        var different = peer.Zip(own).Index().Where(pair => !pair.Item.First.Tokens.SequenceEqual(pair.Item.Second.Tokens)).ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{own.Length} sentences of {own.Average(sentence => sentence.Tokens.Length):0.0} tokens, {own.Count(sentence => sentence.Ended)} ended by themselves; {different.Length} differ from PyTorch's"));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"scores differ by at most {peer.Zip(own).Max(pair => Math.Abs(pair.First.Score - pair.Second.Score)):0.0000000}"));
        foreach (var (index, (theirs, ours)) in different.Take(DifferencesShown))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  sentence {index}: PyTorch's score {theirs.Score:0.0000000}, Tandem's {ours.Score:0.0000000}"));
    }

    private static double Rate(string printed) =>
        double.Parse(PrintedRate().Match(printed).Groups[1].Value, CultureInfo.InvariantCulture);

    private static T Read<T>(string path) => JsonSerializer.Deserialize<T>(File.ReadAllText(path), Json)
        ?? throw new InvalidDataException($"{path} holds nothing: give a JSON file");

    [GeneratedRegex(@"([0-9.]+) sentences/s")]
    private static partial Regex PrintedRate();

    private sealed record DecodedSentence(int[] Tokens, double Score, bool Ended)
    {
        public static DecodedSentence Of(Hypothesis hypothesis) => new(hypothesis.Tokens, hypothesis.Score, hypothesis.Ended);
    }
}

/// <summary>What is to be decoded: a JSON file that both programs read.</summary>
/// <param name="Begin">The token that begins a sentence.</param>
/// <param name="End">The token that ends one.</param>
/// <param name="Never">Tokens that are never written.</param>
/// <param name="Sources">Token ids of each source, as the model's encoder takes them.</param>
internal sealed record DecodingRequest(int Begin, int End, int[] Never, int[][] Sources);
