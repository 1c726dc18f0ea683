using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;
using Tandem.Environments;
using Tandem.Text;

namespace Tandem.Benchmarks;

/// <summary>
/// Subwords on Multi30k's 58,000 lines, one thread: training 10,000 merges, encoding beside Microsoft.ML.Tokenizers' two
/// byte-level tokenizers with the same vocabulary, in turn in one process, and encoding with dropout.
/// </summary>
internal static class SubwordBenchmark
{
    private const int Rounds = 7;
    private const double Dropout = 0.1;
    private const string Expression = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    public static int Run()
    {
        if (Multi30k.Folder() is not { } folder)
            return Multi30k.Missing();
        string[] lines = [.. File.ReadLines(Path.Combine(folder, "train.de")), .. File.ReadLines(Path.Combine(folder, "train.en"))];
        var megabytes = lines.Sum(Encoding.UTF8.GetByteCount) / 1e6;
        Console.WriteLine($"{lines.Length:N0} lines, {megabytes:F2} MB, one thread, median of {Rounds} rounds in turn");

        // As it is, because the peers' leading space differs; it costs nothing that matters.
        var options = new SubwordOptions { LeadingSpace = false };
        var tokenizer = SubwordTokenizer.Train(lines, options);
        Report("training, 10,000 merges", Times(() => SubwordTokenizer.Train(lines, options)), lines.Length, megabytes);
        Encode(tokenizer, lines, megabytes);
        return 0;
    }

    private static void Encode(SubwordTokenizer tokenizer, string[] lines, double megabytes)
    {
        var (bpe, codeGen) = Peers(tokenizer);
        var random = RandomStream.Create(1, StreamPurpose.Segmentation);
        (string Name, System.Func<string, int> Encode)[] encoders =
        [
            ("encoding, Tandem", line => tokenizer.Encode(line).Length),
            ("encoding, BpeTokenizer", line => bpe.EncodeToIds(line).Count),
            ("encoding, CodeGenTokenizer", line => codeGen.EncodeToIds(line).Count),
            ($"encoding, dropout {Dropout}", line => tokenizer.Encode(line, Dropout, ref random).Length),
        ];

        var times = Times([.. encoders.Select(encoder => (System.Action)(() =>
        {
            foreach (var line in lines)
                encoder.Encode(line);
        }))]);
        for (var i = 0; i < encoders.Length; i++)
            Report(encoders[i].Name, times[i], lines.Length, megabytes);
        Report("encoding, Tandem, nothing remembered", Cold(tokenizer, lines), lines.Length, megabytes);
        var differing = lines.Count(line => !bpe.EncodeToIds(line).SequenceEqual(tokenizer.Encode(line)));
        Console.WriteLine($"lines that BpeTokenizer encodes otherwise: {differing}");
    }

    private static (BpeTokenizer Bpe, CodeGenTokenizer CodeGen) Peers(SubwordTokenizer tokenizer)
    {
        using var json = JsonDocument.Parse(tokenizer.ToJson());
        var model = json.RootElement.GetProperty("model");
        var vocabulary = model.GetProperty("vocab").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetInt32());
        string[] merges = [.. model.GetProperty("merges").EnumerateArray().Select(merge => merge.GetString()!)];
        var bpe = BpeTokenizer.Create(new BpeOptions(vocabulary)
        {
            Merges = merges,
            ByteLevel = true,
            PreTokenizer = new RegexPreTokenizer(new Regex(Expression, RegexOptions.Compiled), specialTokens: null),
        });

        vocabulary.Add("<|endoftext|>", vocabulary.Count);
        using var names = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(vocabulary));
        using var pairs = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', ["#version: 0.2", .. merges])));
        return (bpe, CodeGenTokenizer.Create(names, pairs));
    }

    private static double[] Cold(SubwordTokenizer tokenizer, string[] lines)
    {
        var json = tokenizer.ToJson();
        var times = new double[Rounds];
        foreach (ref var time in times.AsSpan())
        {
            var fresh = SubwordTokenizer.Parse(json);
            var start = Stopwatch.GetTimestamp();
            foreach (var line in lines)
                fresh.Encode(line);
            time = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return times;
    }

    private static double[] Times(System.Action work) => Times([work])[0];

    private static double[][] Times(System.Action[] works)
    {
        Array.ForEach(works, work => work());
        var times = Array.ConvertAll(works, _ => new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < works.Length; i++)
            {
                var start = Stopwatch.GetTimestamp();
                works[i]();
                times[i][round] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
        }

        return times;
    }

    private static void Report(string name, double[] seconds, int lines, double megabytes)
    {
        Array.Sort(seconds);
        var median = seconds[Rounds / 2];
        Console.WriteLine($"{name,-38} {median,8:F3} s  ({seconds[0]:F3} to {seconds[^1]:F3})  {lines / median,12:N0} lines/s  {megabytes / median,7:F1} MB/s");
    }
}
