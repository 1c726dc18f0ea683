using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Tandem.Inference.Decoding;
using Tandem.Inference.Translation;
using Tandem.Runs.Safetensors;

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

    /// <summary>PyTorch and Tandem in turn, a fresh process each time.</summary>
    /// <param name="trained">A translation model and a file of sentences for it; null: random weights and sentences of that size.</param>
    public static int Run((string Model, string Sentences)? trained)
    {
        var folder = Directory.CreateTempSubdirectory("tandem-decoding-");
        try
        {
            var (model, sources) = (trained?.Model ?? Path.Combine(folder.FullName, "model.safetensors"), Path.Combine(folder.FullName, "sources.json"));
            var request = trained is { } given ? Encode(given.Model, given.Sentences) : RandomTranslation.Write(model);
            File.WriteAllText(sources, JsonSerializer.Serialize(request, Json));
            return Run(folder.FullName, model, sources);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Tandem's own passes in this process; writes what it found.</summary>
    public static void Once(string modelPath, string sources, string output)
    {
        var request = Read<DecodingRequest>(sources);
        var file = SafetensorsFile.Read(modelPath);
        var prefix = file.Metadata.ContainsKey("kind") ? Translator.Prefix : "";
        var decoder = new SequenceDecoder(TransformerModel.From(file, modelPath, Threads, prefix), request.Begin, request.End, request.Never);
        var found = decoder.Decode(request.Sources, Options);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Rate(() => found = decoder.Decode(request.Sources, Options)):0.0} sentences/s"));
        var alone = new Hypothesis[request.Sources.Length];
        var rate = Rate(() => Alone(decoder, request, alone));
        var same = alone.Zip(found).Count(pair => pair.First.Tokens.SequenceEqual(pair.Second[0].Tokens) && pair.First.LogProbability.Equals(pair.Second[0].LogProbability));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"one at a time {rate:0.0} a second, {same} of {alone.Length} the same to the bit"));
        File.WriteAllText(output, JsonSerializer.Serialize(found.Select(hypotheses => DecodedSentence.Of(hypotheses[0])), Json));

        double Rate(Action pass) => request.Sources.Length / Median(pass).TotalSeconds;
    }

    private static void Alone(SequenceDecoder decoder, DecodingRequest request, Hypothesis[] found)
    {
        for (var i = 0; i < found.Length; i++)
            found[i] = decoder.Decode([request.Sources[i]], Options)[0][0];
    }

    private static TimeSpan Median(Action pass)
    {
        var times = new TimeSpan[Passes];
        for (var i = 0; i < Passes; i++)
        {
            var start = Stopwatch.GetTimestamp();
            pass();
            times[i] = Stopwatch.GetElapsedTime(start);
        }

        return times.Order().ElementAt(Passes / 2);
    }

    private static int Run(string folder, string model, string sources)
    {
        var (peerOutput, ownOutput) = (Path.Combine(folder, "peer.json"), Path.Combine(folder, "own.json"));
        var ratios = new List<double>();
        for (var pair = 0; pair < Pairs; pair++)
        {
            if (Peer.Python("pytorch_beam_search.py", model, sources, peerOutput, "--threads", $"{Threads}", "--passes", $"{Passes}") is not { } printed)
                return Peer.Missing();
            var own = Peer.Own("decoding-once", model, sources, ownOutput);
            ratios.Add(Rate(own) / Rate(printed));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"PyTorch {Rate(printed):0.0} sentences/s; Tandem {own.ReplaceLineEndings(", ").TrimEnd(',', ' ')}"));
        }

        ratios.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Tandem / PyTorch: median {ratios[Pairs / 2]:0.00}, least {ratios[0]:0.00}, greatest {ratios[^1]:0.00}"));
        Compare(Read<DecodedSentence[]>(peerOutput), Read<DecodedSentence[]>(ownOutput));
        return 0;
    }

    private static DecodingRequest Encode(string model, string sentences)
    {
        var translator = Translator.Load(model);
        var (source, target) = (translator.SourceTokenizer, translator.TargetTokenizer);
        return new(target.Beginning, target.End, [target.Padding, target.Beginning], [.. File.ReadLines(sentences).Where(line => line.Length > 0).Select(line => (int[])[.. source.Encode(line), source.End])]);
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
