using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

// Legend: B batch, L length, D model width, V vocabulary.

/// <summary>
/// Logits over a vocabulary: a product with a matrix of its own and a bias, or with an embedding's table and no bias
/// (Press and Wolf 2017).
/// </summary>
internal sealed class TokenOutput : nn.Module
{
    private readonly MatrixProducts products;
    private readonly Func<Parameter> table;

    [ComponentName(Name = "weight")]
    private readonly Parameter? own;

    [ComponentName(Name = "bias")]
    private readonly Parameter? bias;

    /// <param name="embedding">Whose vocabulary it is, and whose table where they are tied.</param>
    /// <param name="options">Width and tying.</param>
    /// <param name="precision">The number format of products.</param>
    /// <param name="random">What first weights are drawn from; null: libtorch's global stream.</param>
    public TokenOutput(TokenEmbedding embedding, TransformerOptions options, Precision precision, Generator? random)
        : base(nameof(TokenOutput))
    {
        products = MatrixProducts.Create(precision, options.Width);
        if (options.Tying == EmbeddingTying.None)
        {
            own = Initialization.Xavier(embedding.Vocabulary, options.Width, random);
            bias = Initialization.Zeros(embedding.Vocabulary);
        }
        table = () => own ?? embedding.Table;
        RegisterComponents();
    }

    /// <summary>The loss over the logits of [B, L, D], without keeping the logits where that can be helped.</summary>
    /// <param name="x">[B, L, D].</param>
    /// <param name="targets">The B · L target ids, row by row.</param>
    /// <param name="loss">Which loss; summed over its targets.</param>
    /// <returns>A float32 scalar, to be differentiated once.</returns>
    public Tensor SummedLoss(Tensor x, long[] targets, LabelSmoothedCrossEntropy loss)
    {
        var format = products.Format(training);
        if (!OutputLoss.Fits(x, format))
            return loss.Sum(Forward(x), tensor(targets, [x.shape[0], x.shape[1]], ScalarType.Int64, x.device));
        long[] counted = [.. Enumerable.Range(0, targets.Length).Where(i => loss.Counts(targets[i])).Select(i => (long)i)];
        var rows = x.flatten(0, 1);                                                      // [B · L, D]
        if (counted.Length < targets.Length)
            rows = rows.index_select(0, tensor(counted));
        return OutputLoss.Sum(rows, table(), bias, [.. counted.Select(i => (int)targets[i])], loss.Smoothing, format);
    }

    /// <summary>[B, L, D] to logits [B, L, V], in the format of products.</summary>
    public Tensor Forward(Tensor x) => products.Linear(x, table(), bias, training);
}
