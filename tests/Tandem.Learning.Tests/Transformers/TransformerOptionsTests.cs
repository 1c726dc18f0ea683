using Tandem.Learning.Transformers;

namespace Tandem.Learning.Tests.Transformers;

public sealed class TransformerOptionsTests
{
    [Fact]
    public void Defaults_are_the_papers_base_model()
    {
        var options = new TransformerOptions().Checked();

        Assert.Equal((512, 2048, 6, 6, 8, 64), (options.Width, options.InnerWidth, options.EncoderLayers, options.DecoderLayers, options.Heads, options.HeadWidth));
        Assert.Equal((0.1, 512), (options.Dropout, options.MaximumLength));
    }

    [Fact]
    public void What_is_out_of_range_or_contradicts_itself_is_said()
    {
        Assert.Equal("model width 0 is out of range: give 1 to 65536", Message(() => new TransformerOptions { Width = 0 }));
        Assert.Equal("dropout 1 is out of range: give 0 to below 1", Message(() => new TransformerOptions { Dropout = 1 }));
        Assert.Equal("attention dropout 1 is out of range: give 0 to below 1", Message(() => new TransformerOptions { AttentionDropout = 1 }));
        Assert.Equal("inner dropout -0.1 is out of range: give 0 to below 1", Message(() => new TransformerOptions { InnerDropout = -0.1 }));
        Assert.Equal(
            "model width 10 is not divisible by 4 heads: give width 8 or 12, or other heads",
            Message(() => new TransformerOptions { Width = 10, Heads = 4 }.Checked()));
        Assert.Equal(
            "rotary positions turn pairs of numbers, and 4 heads of model width 12 hold 3 each: give a width that is divisible by 8",
            Message(() => new TransformerOptions { Width = 12, Heads = 4, Positions = PositionForm.Rotary }.Checked()));
        Assert.Equal(
            "one embedding cannot serve 5 source and 6 target tokens: give one vocabulary for both, or tie the output alone",
            Message(() => new TokenTransformer(5, 6, Scenes.Small with { Tying = EmbeddingTying.All })));
        Assert.Equal(
            "a stack of form Decoder attends to an encoder's output: give Encoder or DecoderOnly, or make a TokenTransformer",
            Message(() => new TokenStack(5, Scenes.Small, StackForm.Decoder)));
    }

    private static string Message(Func<object> call) => Assert.Throws<ArgumentException>(call).Message;
}
