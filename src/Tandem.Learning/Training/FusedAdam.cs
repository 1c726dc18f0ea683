using System.Runtime.InteropServices;
using Tandem.Runs.Safetensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Training;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1) and AdamW (Loshchilov and Hutter 2019, algorithm 2) over libtorch's fused
/// kernel, which passes over memory once; over its plain operators where the kernel cannot be reached.
/// </summary>
/// <remarks>Its tensors outlive dispose scopes: dispose of it with the module.</remarks>
public sealed class FusedAdam : IDisposable
{
    private readonly AdamOptions options;
    private readonly LibTorchDispatcher? dispatcher;
    private readonly Slot[][] groups;
    private readonly double[] weightDecays;
    private readonly Tensor stepNumber = zeros(1).DetachFromDisposeScope();     // as the kernel wants it: float32

    private sealed record Slot(string Name, Tensor Weights, Tensor Mean, Tensor Square);

    /// <summary>An optimiser of a module's parameters: matrices decay; norms, biases and embeddings do not.</summary>
    /// <param name="module">On its device already.</param>
    /// <param name="options">Adam's constants.</param>
    public FusedAdam(nn.Module module, AdamOptions options)
        : this(ParameterGroup.Split(module, options.WeightDecay), options, LibTorchDispatcher.Instance)
    {
    }

    internal FusedAdam(IReadOnlyList<ParameterGroup> groups, AdamOptions options, LibTorchDispatcher? dispatcher)
    {
        (this.options, this.dispatcher) = (options, dispatcher);
        weightDecays = [.. groups.Select(group => group.WeightDecay)];
        this.groups = [.. groups.Select(group => group.Parameters.Select(entry => CreateSlot(entry.Name, entry.Parameter)).ToArray())];

        static Slot CreateSlot(string name, Tensor weights) => new(name, weights, ZerosLike(weights), ZerosLike(weights));
        static Tensor ZerosLike(Tensor weights) => zeros_like(weights).detach().DetachFromDisposeScope();
    }

    /// <summary>How many steps were taken.</summary>
    public long Steps { get; private set; }

    /// <summary>What it steps, each parameter once, by name.</summary>
    internal IEnumerable<(string Name, Tensor Weights)> Parameters => Slots.Select(slot => (slot.Name, slot.Weights));

    private IEnumerable<Slot> Slots => groups.SelectMany(group => group);

    /// <summary>Takes one step against the gradients, unless their norm is not finite, and forgets them.</summary>
    /// <param name="learningRate">α of this step.</param>
    /// <param name="maximumGradientNorm">Gradients are scaled down to this Euclidean norm over all parameters; null: as they are.</param>
    /// <returns>The norm before scaling; where it is not finite nothing was changed.</returns>
    public double Step(double learningRate, double? maximumGradientNorm = null)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var active = groups.Select(group => group.Select(slot => (slot, slot.Weights.grad!)).Where(entry => entry.Item2 is not null).ToArray()).ToArray();
        var norm = Norm([.. active.SelectMany(group => group).Select(entry => entry.Item2)]);
        if (double.IsFinite(norm))
        {
            Steps++;
            stepNumber.fill_(Scalars.Of(Steps));
            for (var i = 0; i < active.Length; i++)
                Step(active[i], weightDecays[i], learningRate, Scale(norm, maximumGradientNorm));
        }
        ForgetGradients();
        return norm;
    }

    /// <summary>Forgets all gradients.</summary>
    public void ForgetGradients()
    {
        foreach (var slot in Slots)
            slot.Weights.grad = null;
    }

    /// <summary>Adds what the optimiser remembers to a file: <c>mean.NAME</c>, <c>square.NAME</c> and <c>steps</c>.</summary>
    /// <returns>The writer.</returns>
    public SafetensorsWriter AddTo(SafetensorsWriter writer)
    {
        writer.Add("steps", [], new[] { Steps });
        foreach (var slot in Slots)
        {
            writer.Add("mean." + slot.Name, slot.Mean.shape, Values(slot.Mean));
            writer.Add("square." + slot.Name, slot.Square.shape, Values(slot.Square));
        }
        return writer;

        static float[] Values(Tensor tensor)
        {
            using var scope = NewDisposeScope();
            return MemoryMarshal.Cast<byte, float>(tensor.cpu().contiguous().bytes).ToArray();
        }
    }

    /// <summary>Remembers what a file holds, to the bit.</summary>
    /// <exception cref="InvalidDataException">The file was saved for other parameters.</exception>
    public void Load(SafetensorsFile file)
    {
        var values = Slots.Select(slot => (slot, file.ReadSingles("mean." + slot.Name, slot.Mean.shape), file.ReadSingles("square." + slot.Name, slot.Square.shape))).ToList();
        using var scope = NewDisposeScope();
        Steps = file.ReadInt64s("steps")[0];
        foreach (var (slot, mean, square) in values)
        {
            slot.Mean.copy_(tensor(mean, slot.Mean.shape));
            slot.Square.copy_(tensor(square, slot.Square.shape));
        }
    }

    /// <summary>Lets go of what it remembers; the module keeps its parameters.</summary>
    public void Dispose()
    {
        foreach (var slot in Slots)
        {
            slot.Mean.Dispose();
            slot.Square.Dispose();
        }
        stepNumber.Dispose();
    }

    /// <summary>The Euclidean norm of all gradients together.</summary>
    private static double Norm(Tensor[] gradients) =>
        gradients.Length == 0 ? 0 : stack([.. gradients.Select(gradient => gradient.norm())]).norm().ToDouble();

    private static double Scale(double norm, double? maximum) =>
        maximum is { } limit && norm > limit ? limit / (norm + 1e-6) : 1;     // as PyTorch's clip_grad_norm_

    private void Step((Slot Slot, Tensor Gradient)[] entries, double weightDecay, double learningRate, double gradientScale)
    {
        if (gradientScale < 1)
        {
            foreach (var (_, gradient) in entries)
                gradient.mul_(Scalars.Of(gradientScale));
        }
        if (dispatcher is not null)
            StepFused(dispatcher, entries, weightDecay, learningRate);
        else
            StepPlain(entries, weightDecay, learningRate);
    }

    private void StepFused(LibTorchDispatcher torch, (Slot Slot, Tensor Gradient)[] entries, double weightDecay, double learningRate) =>
        torch.Call(
            options.Decay == WeightDecayForm.Decoupled ? "aten::_fused_adamw_" : "aten::_fused_adam_",
            torch.Tensors([.. entries.Select(entry => entry.Slot.Weights)]),
            torch.Tensors([.. entries.Select(entry => entry.Gradient)]),
            torch.Tensors([.. entries.Select(entry => entry.Slot.Mean)]),
            torch.Tensors([.. entries.Select(entry => entry.Slot.Square)]),
            torch.Tensors([]),                                                      // AMSGrad's maxima
            torch.Tensors([.. entries.Select(_ => stepNumber)]),
            LibTorchDispatcher.Number(learningRate),
            LibTorchDispatcher.Number(options.MeanMemory),
            LibTorchDispatcher.Number(options.SquareMemory),
            LibTorchDispatcher.Number(weightDecay),
            LibTorchDispatcher.Number(options.Epsilon),
            LibTorchDispatcher.Flag(false),                                         // AMSGrad
            LibTorchDispatcher.Flag(false),                                         // maximise
            LibTorchDispatcher.None,                                                // scale of gradients
            LibTorchDispatcher.None);                                               // whether one was infinite

    private void StepPlain((Slot Slot, Tensor Gradient)[] entries, double weightDecay, double learningRate)
    {
        var (beta1, beta2) = (options.MeanMemory, options.SquareMemory);
        var stepSize = learningRate / (1 - Math.Pow(beta1, Steps));
        var squareCorrection = Math.Sqrt(1 - Math.Pow(beta2, Steps));
        foreach (var (slot, raw) in entries)
        {
            var gradient = raw;
            if (options.Decay == WeightDecayForm.Decoupled)
                slot.Weights.mul_(Scalars.Of(1 - (learningRate * weightDecay)));
            else if (weightDecay > 0)
                gradient = gradient.add(slot.Weights, Scalars.Of(weightDecay));
            slot.Mean.mul_(Scalars.Of(beta1)).add_(gradient, Scalars.Of(1 - beta1));
            slot.Square.mul_(Scalars.Of(beta2)).addcmul_(gradient, gradient, Scalars.Of(1 - beta2));
            var deviation = (slot.Square.sqrt() / Scalars.Of(squareCorrection)).add_(Scalars.Of(options.Epsilon));
            slot.Weights.addcdiv_(slot.Mean, deviation, Scalars.Of(-stepSize));
        }
    }
}
