using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Tandem.Learning.Reinforcement;

/// <summary>
/// Any libtorch module as the network of a reinforcement algorithm: worth it where layers are wide or unusual.
/// Legend: R rows, I inputs, O outputs.
/// </summary>
public sealed class TorchNetwork : ICriticNetwork
{
    private readonly nn.Module<Tensor, Tensor> module;
    private readonly TorchAdam adam;
    private readonly Device device;
    private Tensor? shown;
    private Tensor? kept;

    /// <summary>Trains a module; it is disposed of with the network.</summary>
    /// <param name="module">[R, I] to [R, O], float32.</param>
    /// <param name="inputWidth">I.</param>
    /// <param name="outputWidth">O.</param>
    /// <param name="device">Where the module stands; null: the processor.</param>
    public TorchNetwork(nn.Module<Tensor, Tensor> module, int inputWidth, int outputWidth, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        (this.module, InputWidth, OutputWidth, this.device) = (module, inputWidth, outputWidth, device ?? CPU);
        adam = new TorchAdam([.. module.parameters()], AdamConstants.Default);
    }

    /// <inheritdoc/>
    public int InputWidth { get; }

    /// <inheritdoc/>
    public int OutputWidth { get; }

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> inputs, int rows, Span<float> outputs)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        module.eval();
        Read(module.call(Rows(inputs, rows, InputWidth)), rows, OutputWidth, outputs);
    }

    /// <inheritdoc/>
    public void ForwardForGradient(ReadOnlySpan<float> inputs, int rows, Span<float> outputs)
    {
        Forget();
        using var scope = NewDisposeScope();
        module.train();
        shown = Rows(inputs, rows, InputWidth).requires_grad_().MoveToOuterDisposeScope();
        kept = module.call(shown).MoveToOuterDisposeScope();
        Read(kept.detach(), rows, OutputWidth, outputs);
    }

    /// <inheritdoc/>
    public void Backward(ReadOnlySpan<float> outputGradients)
    {
        var outputs = Kept;
        using var scope = NewDisposeScope();
        outputs.backward([Rows(outputGradients, (int)outputs.shape[0], OutputWidth)]);
        Forget();
    }

    /// <inheritdoc/>
    public void InputGradient(ReadOnlySpan<float> outputGradients, Span<float> inputGradients)
    {
        var outputs = Kept;
        using var scope = NewDisposeScope();
        var rows = (int)outputs.shape[0];
        var gradients = autograd.grad([outputs], [shown!], [Rows(outputGradients, rows, OutputWidth)], retain_graph: true);
        Read(gradients[0], rows, InputWidth, inputGradients);
    }

    /// <inheritdoc/>
    public double Update(double learningRate, double? maximumGradientNorm = null) =>
        adam.Step(learningRate, maximumGradientNorm);

    /// <inheritdoc/>
    public void Follow(ICriticNetwork other, double rate)
    {
        if (other is not TorchNetwork { module: var followed })
        {
            throw new ArgumentException($"a libtorch module can follow only another of its kind: give a {nameof(TorchNetwork)}");
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var (mine, theirs) in module.parameters().Concat(module.buffers()).Zip(followed.parameters().Concat(followed.buffers())))
        {
            mine.copy_(rate == 1 ? theirs : mine + ((theirs - mine) * Scalars.Of(rate)));
        }
    }

    /// <inheritdoc/>
    public void Save(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (var tensor in module.parameters().Concat(module.buffers()))
        {
            writer.WriteTensor(tensor);
        }

        adam.Save(writer);
    }

    /// <inheritdoc/>
    public void Restore(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        foreach (var tensor in module.parameters().Concat(module.buffers()))
        {
            reader.ReadTensor(tensor);
        }

        adam.Restore(reader);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Forget();
        adam.Dispose();
        module.Dispose();
    }

    private Tensor Kept => kept
        ?? throw new InvalidOperationException("there are no outputs to take a gradient of: call ForwardForGradient first");

    private void Forget()
    {
        shown?.Dispose();
        kept?.Dispose();
        (shown, kept) = (null, null);
    }

    private Tensor Rows(ReadOnlySpan<float> values, int rows, int width) =>
        tensor(values[..(rows * width)].ToArray(), [rows, width], device: device);

    private static void Read(Tensor outputs, int rows, int width, Span<float> destination)
    {
        if (outputs.dim() != 2 || outputs.shape[0] != rows || outputs.shape[1] != width || outputs.dtype != ScalarType.Float32)
        {
            throw new ArgumentException(
                $"the module gave {outputs.dtype} of shape [{string.Join(", ", outputs.shape)}]: give a module whose outputs are Float32 of shape [{rows}, {width}]");
        }

        MemoryMarshal.Cast<byte, float>(outputs.cpu().contiguous().bytes).CopyTo(destination);
    }
}
