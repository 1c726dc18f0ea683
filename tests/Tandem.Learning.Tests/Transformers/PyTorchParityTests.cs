using Tandem.Learning.Transformers;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Transformers;

/// <summary>Outputs, gradients and weights that PyTorch's own modules gave, loaded by their own names.</summary>
public sealed class PyTorchParityTests : IDisposable
{
    private readonly TorchSharp.DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData("transformer_postnorm_relu", NormPlacement.After, FeedForwardForm.Relu)]
    [InlineData("transformer_prenorm_gelu", NormPlacement.Before, FeedForwardForm.Gelu)]
    public void A_transformer_gives_PyTorchs_outputs_and_gradients(string file, NormPlacement norm, FeedForwardForm feedForward)
    {
        var golden = new GoldenTensors(file);
        var transformer = new Transformer(new TransformerOptions
        {
            Width = 32,
            Heads = 4,
            EncoderLayers = 2,
            DecoderLayers = 3,
            InnerWidth = 64,
            Dropout = 0,
            Norm = norm,
            FeedForward = feedForward,
        });
        golden.File.LoadModule(transformer, "param.");

        var padding = AttentionMask.Padding(golden.Allowed("in.src_padding"));
        var y = transformer.Forward(golden.Singles("in.src"), golden.Singles("in.tgt"), padding);
        TensorAssert.Close(golden.Singles("out.y"), y, 1e-5, "output");

        y.square().mean().backward();
        golden.AssertGradients(transformer);
    }

    [Fact]
    public void Attention_over_keys_and_values_of_other_widths_gives_PyTorchs_outputs_weights_and_gradients()
    {
        var golden = new GoldenTensors("multihead_attention");
        var attention = new MultiHeadAttention(new AttentionOptions(24, 3) { KeyWidth = 20, ValueWidth = 16 });
        golden.File.LoadModule(attention, "param.");
        var (query, key, value) = (golden.Singles("in.query"), golden.Singles("in.key"), golden.Singles("in.value"));
        var padding = AttentionMask.Padding(golden.Allowed("in.key_padding"));

        var y = attention.Forward(query, key, value, padding);
        TensorAssert.Close(golden.Singles("out.y"), y, 1e-5, "output");
        TensorAssert.Close(golden.Singles("out.weights"), attention.Explain(query, key, value, padding), 1e-6, "weights");

        y.square().mean().backward();
        golden.AssertGradients(attention);
    }

    [Fact]
    public void Label_smoothed_cross_entropy_gives_PyTorchs_loss_and_gradient()
    {
        var golden = new GoldenTensors("label_smoothed_cross_entropy");
        var logits = golden.Singles("in.logits").requires_grad_();

        var loss = new LabelSmoothedCrossEntropy(smoothing: 0.1, ignored: 0).Mean(logits, golden.Int64s("in.target"));
        TensorAssert.Close(golden.Singles("out.loss"), loss, 1e-6, "loss");

        loss.backward();
        TensorAssert.Close(golden.Singles("grad.logits"), logits.grad!, 1e-7, "gradient");
    }
}
