using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

// Legend: N tokens, V vocabulary.

/// <summary>
/// Cross-entropy against (1 − ε) of the target token and ε spread evenly over all V: Szegedy et al. (2016), section 7.
/// Targets that are padding count for nothing. Numbers as PyTorch's CrossEntropyLoss.
/// </summary>
public sealed class LabelSmoothedCrossEntropy
{
    private readonly double smoothing;
    private readonly long ignored;

    /// <summary>The loss.</summary>
    /// <param name="smoothing">ε.</param>
    /// <param name="ignored">The target that counts for nothing: padding's id; by default none.</param>
    /// <exception cref="ArgumentException">ε out of range.</exception>
    public LabelSmoothedCrossEntropy(double smoothing = 0, long ignored = -100)
    {
        if (smoothing is not (>= 0 and < 1))
            throw new ArgumentException($"label smoothing {smoothing} is out of range: give 0 to below 1");
        (this.smoothing, this.ignored) = (smoothing, ignored);
    }

    /// <summary>ε.</summary>
    internal double Smoothing => smoothing;

    /// <summary>The loss summed over targets: divided by the number of all targets of an update, parts of a batch add up to the whole.</summary>
    /// <param name="logits">[…, V] in any floating-point format; computed in float32.</param>
    /// <param name="targets">[…] int64 below V.</param>
    /// <returns>A float32 scalar; zero where every target is ignored.</returns>
    /// <exception cref="ArgumentException">Shapes that do not fit.</exception>
    public Tensor Sum(Tensor logits, Tensor targets)
    {
        if (logits.dim() != targets.dim() + 1 || !logits.shape.AsSpan(..^1).SequenceEqual(targets.shape))
            throw new ArgumentException($"logits have the shape {ShapeText.Of(logits)} and targets {ShapeText.Of(targets)}: give one target for each row of logits");
        var rows = logits.reshape(-1, logits.shape[^1]);     // [N, V]
        if (rows.dtype is ScalarType.BFloat16 or ScalarType.Float16)
            rows = rows.to(ScalarType.Float32);
        return nn.functional.cross_entropy(
            rows, targets.reshape(-1), ignore_index: ignored, reduction: nn.Reduction.Sum, label_smoothing: smoothing);
    }

    /// <summary>The loss averaged over the targets that count; zero where none does.</summary>
    /// <inheritdoc cref="Sum"/>
    public Tensor Mean(Tensor logits, Tensor targets) => Sum(logits, targets) / Scalars.Of(Math.Max(1, Count(targets)));

    /// <summary>Whether a target counts.</summary>
    internal bool Counts(long target) => target != ignored;

    /// <summary>How many targets count.</summary>
    public long Count(Tensor targets) => targets.ne(Scalars.Of(ignored)).sum().ToInt64();
}
