using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using Microsoft.ML.Tokenizers;

namespace Tandem.Text.Tests.Subwords;

/// <summary>
/// The oracles are Microsoft.ML.Tokenizers' <see cref="BpeTokenizer"/> (byte level, cut into words by GPT-2's expression)
/// and <see cref="CodeGenTokenizer"/>, which is GPT-2's own form.
/// </summary>
public sealed class MicrosoftParityTests
{
    private const string Expression = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";
    private const string DigitsExpression = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+|\s+(?=\p{N})|\s+(?!\S)|\s+";
    private const string CodeGenUnknown = "<|endoftext|>";

    private static readonly BpeTokenizer Bpe = BpeOf(Trained.OnUnicodeAsItIs);
    private static readonly CodeGenTokenizer CodeGen = CodeGenOf(Trained.OnUnicodeAsItIs);

    [Fact]
    public void Generated_text_is_cut_up_as_BpeTokenizer_cuts_it() =>
        UnicodeText.ForRegularExpressions.Sample(text => Assert.Equal(Bpe.EncodeToIds(text), Trained.OnUnicodeAsItIs.Encode(text)), iter: 1_500);

    /// <summary>Runs of spaces or tabs have tokens of their own in it, with the numbers of its own vocabulary.</summary>
    [Fact]
    public void Generated_text_is_cut_up_as_CodeGenTokenizer_cuts_it() =>
        UnicodeText.ForRegularExpressions.Where(text => !text.Contains("  ") && !text.Contains("\t\t")).Sample(text => Assert.Equal(CodeGen.EncodeToIds(text), Trained.OnUnicodeAsItIs.Encode(text)), iter: 1_500);

    /// <summary>Digits before ByteLevel is one expression too: a number by itself, and white space before one as a whole.</summary>
    [Fact]
    public void Individual_digits_are_cut_up_as_BpeTokenizer_cuts_them()
    {
        var oracle = BpeOf(Trained.OnDigits, DigitsExpression);

        UnicodeText.ForRegularExpressions.Sample(text => Assert.Equal(oracle.EncodeToIds(text), Trained.OnDigits.Encode(text)), iter: 1_500);
    }

    [Fact]
    public void A_leading_space_is_a_space_before_the_text()
    {
        var oracle = BpeOf(Trained.OnUnicode);

        UnicodeText.ForRegularExpressions.Where(text => text.Length > 0)
            .Sample(text => Assert.Equal(oracle.EncodeToIds(" " + text), Trained.OnUnicode.Encode(text)), iter: 1_000);
    }

    [Fact]
    public void Overlapping_merges_are_made_as_BpeTokenizer_makes_them() =>
        Gen.Select(UnicodeText.FewLetters.Array[1, 6], UnicodeText.FewLetters).Sample((lines, text) =>
        {
            var ours = Trained.On(leadingSpace: false, lines);
            Assert.Equal(BpeOf(ours).EncodeToIds(text), ours.Encode(text));
        }, iter: 200);

    [Theory]
    [InlineData("test_2016_flickr.de")]
    [InlineData("test_2016_flickr.en")]
    [InlineData("test_2016_flickr.lc.norm.tok.de")]
    public void Multi30k_is_cut_up_as_both_cut_it(string file)
    {
        string[] lines = [.. File.ReadLines(SharedData.Multi30k("val.de")), .. File.ReadLines(SharedData.Multi30k("val.en"))];
        var ours = SubwordTokenizer.Train(lines, new SubwordOptions { Merges = 2_000, LeadingSpace = false });
        var (bpe, codeGen) = (BpeOf(ours), CodeGenOf(ours));

        foreach (var line in File.ReadLines(SharedData.Multi30k(file)))
        {
            Assert.Equal(bpe.EncodeToIds(line), ours.Encode(line));
            Assert.Equal(codeGen.EncodeToIds(line), ours.Encode(line));
            Assert.Equal(line, ours.Decode(ours.Encode(line)));
        }
    }

    private static BpeTokenizer BpeOf(SubwordTokenizer ours, string expression = Expression) => BpeTokenizer.Create(new BpeOptions(Vocabulary(ours))
    {
        Merges = ours.Merges(),
        ByteLevel = true,
        PreTokenizer = new RegexPreTokenizer(new Regex(expression), specialTokens: null),
    });

    private static CodeGenTokenizer CodeGenOf(SubwordTokenizer ours)
    {
        var vocabulary = Vocabulary(ours);
        vocabulary.Add(CodeGenUnknown, vocabulary.Count);
        using var names = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(vocabulary));
        using var merges = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', ["#version: 0.2", .. ours.Merges()])));
        return CodeGenTokenizer.Create(names, merges);
    }

    private static Dictionary<string, int> Vocabulary(SubwordTokenizer ours) =>
        Enumerable.Range(0, ours.VocabularySize).ToDictionary(ours.Vocabulary.Name);
}
