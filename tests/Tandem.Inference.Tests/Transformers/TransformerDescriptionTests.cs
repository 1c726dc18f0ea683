using Tandem.Inference.Transformers;

namespace Tandem.Inference.Tests.Transformers;

public sealed class TransformerDescriptionTests
{
    [Fact]
    public void What_is_written_is_a_contract() =>
        Assert.Equal(
            """{"sourceVocabulary":29,"targetVocabulary":41,"width":24,"heads":3,"innerWidth":40,"encoderLayers":2,"decoderLayers":2,"norm":"after","feedForward":"relu","positions":"sinusoidal","maximumLength":20,"tying":"output"}""",
            RandomTransformer.Small.ToJson());

    [Fact]
    public void What_is_written_is_read_again()
    {
        foreach (var norm in Enum.GetValues<NormPlacement>())
        {
            foreach (var form in Enum.GetValues<FeedForwardForm>())
            {
                var description = RandomTransformer.Small with { Norm = norm, FeedForward = form, Positions = PositionForm.Rotary, Tying = EmbeddingTying.None };
                Assert.Equal(description, TransformerDescription.Parse(description.ToJson()));
            }
        }
    }

    [Theory]
    [InlineData("\"heads\":3", "\"heads\":5", "width 24 is not divisible by 5 heads")]
    [InlineData("\"heads\":3", "\"heads\":0", "heads is 0 where 1 to 16777216 is needed")]
    [InlineData("\"width\":24,", "", "it lacks 'width'")]
    [InlineData("\"norm\":\"after\"", "\"norm\":\"aside\"", "norm 'aside' is unknown, of before, after: update Tandem")]
    [InlineData("\"tying\":\"output\"", "\"tying\":\"all\"", "one embedding cannot serve 29 source and 41 target tokens")]
    [InlineData("\"positions\":\"sinusoidal\",\"maximumLength\":20", "\"positions\":\"rotary\",\"maximumLength\":20", null)]
    public void What_contradicts_itself_is_refused(string was, string becomes, string? fault)
    {
        var json = RandomTransformer.Small.ToJson().Replace(was, becomes, StringComparison.Ordinal);
        if (fault is null)
        {
            Assert.Equal(PositionForm.Rotary, TransformerDescription.Parse(json).Positions);
            return;
        }
        var error = Assert.Throws<FormatException>(() => TransformerDescription.Parse(json));
        Assert.Equal($"'{json}' describes no Transformer: {fault}", error.Message);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"sourceVocabulary\":\"many\"}")]
    public void What_is_no_description_is_refused(string json) =>
        Assert.StartsWith($"'{json}' describes no Transformer: ", Assert.Throws<FormatException>(() => TransformerDescription.Parse(json)).Message, StringComparison.Ordinal);
}
