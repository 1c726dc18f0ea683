using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tandem.Learning.Reinforcement;

/// <summary><see cref="Adam"/> over libtorch's parameters, with a state that can be saved.</summary>
internal sealed class TorchAdam : IDisposable
{
    private readonly Parameter[] parameters;
    private readonly AdamConstants constants;
    private readonly Tensor[] firstMoments;
    private readonly Tensor[] secondMoments;
    private long steps;

    public TorchAdam(Parameter[] parameters, AdamConstants constants)
    {
        (this.parameters, this.constants) = (parameters, constants);
        firstMoments = [.. parameters.Select(zeros_like)];
        secondMoments = [.. parameters.Select(zeros_like)];

        static Tensor zeros_like(Parameter parameter) => torch.zeros_like(parameter).detach().DetachFromDisposeScope();
    }

    /// <summary>Takes one step against the gradients, unless they are not finite, and sets them to zero.</summary>
    /// <returns>The norm of the gradients before clipping.</returns>
    public double Step(double learningRate, double? maximumGradientNorm)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var norm = Math.Sqrt(parameters.Sum(parameter => parameter.grad?.square().sum().ToDouble() ?? 0));
        if (double.IsFinite(norm))
        {
            Step(learningRate, GradientNorm.Scale(norm, maximumGradientNorm));
        }

        foreach (var parameter in parameters)
        {
            parameter.grad?.zero_();
        }

        return norm;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(steps);
        foreach (var moment in firstMoments.Concat(secondMoments))
        {
            writer.WriteTensor(moment);
        }
    }

    public void Restore(BinaryReader reader)
    {
        steps = reader.ReadInt64();
        foreach (var moment in firstMoments.Concat(secondMoments))
        {
            reader.ReadTensor(moment);
        }
    }

    public void Dispose()
    {
        foreach (var moment in firstMoments.Concat(secondMoments))
        {
            moment.Dispose();
        }
    }

    private void Step(double learningRate, float gradientScale)
    {
        steps++;
        var (decay1, decay2, epsilon) = constants;
        var stepSize = learningRate / (1 - Math.Pow(decay1, steps));
        var secondCorrection = Math.Sqrt(1 - Math.Pow(decay2, steps));
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].grad is not { } gradient)
            {
                continue;
            }

            var scaled = gradient * Scalars.Of(gradientScale);
            firstMoments[i].mul_(Scalars.Of(decay1)).add_(scaled, alpha: Scalars.Of(1 - decay1));
            secondMoments[i].mul_(Scalars.Of(decay2)).addcmul_(scaled, scaled, value: Scalars.Of(1 - decay2));
            var denominator = (secondMoments[i].sqrt() / Scalars.Of(secondCorrection)).add_(Scalars.Of(epsilon));
            parameters[i].addcdiv_(firstMoments[i], denominator, value: Scalars.Of(-stepSize));
        }
    }
}

/// <summary>How tensors are written to a checkpoint's binary state: their bytes, to the bit.</summary>
internal static class TensorState
{
    public static void WriteTensor(this BinaryWriter writer, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        var bytes = tensor.detach().cpu().contiguous().bytes;
        writer.Write(bytes.Length);
        writer.Write(bytes);
    }

    public static void ReadTensor(this BinaryReader reader, Tensor tensor)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var saved = empty_like(tensor, device: CPU);
        var bytes = saved.bytes;
        var length = reader.ReadInt32();
        if (length != bytes.Length)
        {
            throw new InvalidDataException(
                $"the saved state holds a tensor of {length} bytes where the module's has {bytes.Length}: resume with the module the run was started with");
        }

        reader.BaseStream.ReadExactly(bytes);
        tensor.copy_(saved);
    }
}
