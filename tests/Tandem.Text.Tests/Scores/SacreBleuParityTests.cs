using System.Text.Json;

namespace Tandem.Text.Tests.Scores;

/// <summary>Every score of every corpus in sacrebleu_golden.json, to the digits that it prints.</summary>
public sealed class SacreBleuParityTests
{
    private const double Tolerance = 1e-6;

    private static readonly Lazy<Dictionary<string, JsonElement>> Cases = new(ReadCases);

    public static TheoryData<string> Names => [.. Cases.Value.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Bleu_is_sacreBLEUs(string name)
    {
        var (hypotheses, references) = LinesOf(name);
        foreach (var (key, options) in new[]
        {
            ("bleu_13a", new BleuOptions()),
            ("bleu_13a_lowercase", new BleuOptions { Lowercase = true }),
            ("bleu_none", new BleuOptions { Tokenization = BleuTokenization.None }),
            ("bleu_intl", new BleuOptions { Tokenization = BleuTokenization.International }),
        })
        {
            var score = Bleu.Corpus(hypotheses, references, options);
            var expected = Cases.Value[name].GetProperty("scores").GetProperty(key);
            Assert.Equal(expected.GetProperty("score").GetDouble(), score.Score, Tolerance);
            Assert.Equal(WithoutVersion(expected.GetProperty("signature").GetString()!), WithoutVersion(score.Signature));
            Assert.EndsWith($" {expected.GetProperty("verbose").GetString()}", score.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ChrF_is_sacreBLEUs(string name)
    {
        var (hypotheses, references) = LinesOf(name);
        foreach (var (key, options) in new[] { ("chrf2", new ChrFOptions()), ("chrf2pp", ChrFOptions.PlusPlus) })
        {
            var score = ChrF.Corpus(hypotheses, references, options);
            var expected = Cases.Value[name].GetProperty("scores").GetProperty(key);
            Assert.Equal(expected.GetProperty("score").GetDouble(), score.Score, Tolerance);
            Assert.Equal(WithoutVersion(expected.GetProperty("signature").GetString()!), WithoutVersion(score.Signature));
        }
    }

    internal static (string[] Hypotheses, string[] References) LinesOf(string name)
    {
        var corpus = Cases.Value[name];
        return (Strings(corpus.GetProperty("hypotheses")), Strings(corpus.GetProperty("references")));

        static string[] Strings(JsonElement lines) => [.. lines.EnumerateArray().Select(line => line.GetString()!)];
    }

    private static string WithoutVersion(string signature) => signature[..signature.LastIndexOf('|')];

    private static Dictionary<string, JsonElement> ReadCases()
    {
        using var golden = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "sacrebleu_golden.json")));
        return golden.RootElement.GetProperty("cases").EnumerateArray()
            .ToDictionary(one => one.GetProperty("name").GetString()!, one => one.Clone());
    }
}
