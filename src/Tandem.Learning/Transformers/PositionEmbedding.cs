using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

// Legend: B batch, L length, D model width, P positions.

/// <summary>
/// Adds to embedded tokens where they stand: fixed sines and cosines, or learned vectors. Rotary positions act within the
/// layers, so here they add nothing.
/// </summary>
public sealed class PositionEmbedding : nn.Module
{
    private const double LongestWave = 10_000;
    private const double LearnedDeviation = 0.02;

    private readonly TransformerOptions options;

    [ComponentName(Name = "table")]
    private readonly Embedding? learned;     // [P, D]

    /// <summary>Positions of the options' form; learned ones begin near zero.</summary>
    /// <param name="options">Form, width and maximum length.</param>
    /// <param name="random">What first weights are drawn from; null: libtorch's global stream.</param>
    public PositionEmbedding(TransformerOptions options, Generator? random = null)
        : base(nameof(PositionEmbedding))
    {
        this.options = options;
        learned = options.Positions == PositionForm.Learned
            ? Initialization.Table(options.MaximumLength, options.Width, LearnedDeviation, random)
            : null;
        RegisterComponents();
    }

    /// <summary>Adds positions first, first + 1, ….</summary>
    /// <param name="x">[B, L, D].</param>
    /// <param name="first">The position of the first token: how many came before.</param>
    /// <returns>[B, L, D].</returns>
    /// <exception cref="ArgumentException">Learned positions end before the sequence does.</exception>
    public Tensor Forward(Tensor x, long first = 0)
    {
        StackInput.Require(x, options.Width);
        return options.Positions switch
        {
            PositionForm.Sinusoidal => x + Sinusoids(first, x.shape[1], options.Width, x.device).to(x.dtype),
            PositionForm.Learned => x + Learned(first, x.shape[1]),
            _ => x,
        };
    }

    /// <summary>Vaswani et al. (2017), section 3.5: sin(p / 10000^(2i / D)) at 2i, the cosine of the same at 2i + 1.</summary>
    /// <returns>[L, D] float32.</returns>
    internal static Tensor Sinusoids(long first, long length, int width, Device device)
    {
        var positions = arange(Scalars.Of(first), Scalars.Of(first + length), ScalarType.Float64, device).unsqueeze(1);
        var frequencies = (arange(Scalars.Of(0L), Scalars.Of((long)width), Scalars.Of(2L), ScalarType.Float64, device) * Scalars.Of(-Math.Log(LongestWave) / width)).exp();
        var angles = positions * frequencies;     // [L, D/2], rounded up
        return stack([angles.sin(), angles.cos()], -1).flatten(1).narrow(1, 0, width).to(ScalarType.Float32);
    }

    private Tensor Learned(long first, long length) => first + length <= options.MaximumLength
        ? learned!.weight!.narrow(0, first, length)
        : throw new ArgumentException($"a sequence of {first + length} tokens is longer than the {options.MaximumLength} learned positions: give shorter sequences, or train with a greater maximum length");
}
