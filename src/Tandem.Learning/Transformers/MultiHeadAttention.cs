using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

// Legend: B batch, L queries, S keys, D width, H heads, K = D / H.

/// <summary>
/// Several heads that attend side by side: Vaswani et al. (2017), section 3.2.2. Parameters as in PyTorch's
/// MultiheadAttention: queries, keys and values of one width share <c>in_proj_weight</c> [3D, D], in this order.
/// </summary>
/// <remarks>Differs from PyTorch where a query may attend to nothing: it gets zeros, and no gradient flows.</remarks>
public sealed class MultiHeadAttention : nn.Module
{
    private readonly MatrixProducts products;
    private readonly int width;
    private readonly int heads;
    private readonly double dropout;
    private readonly int keyWidth;
    private readonly int valueWidth;

    [ComponentName(Name = "in_proj_weight")]
    private readonly Parameter? packedWeight;

    [ComponentName(Name = "q_proj_weight")]
    private readonly Parameter? queryWeight;

    [ComponentName(Name = "k_proj_weight")]
    private readonly Parameter? keyWeight;

    [ComponentName(Name = "v_proj_weight")]
    private readonly Parameter? valueWeight;

    [ComponentName(Name = "in_proj_bias")]
    private readonly Parameter packedBias;

    [ComponentName(Name = "out_proj")]
    private readonly Projection output;

    /// <summary>Attention with its first weights.</summary>
    /// <param name="options">Widths, heads and dropout.</param>
    /// <param name="random">What first weights are drawn from; null: libtorch's global stream.</param>
    /// <exception cref="ArgumentException">The heads do not divide the width.</exception>
    public MultiHeadAttention(AttentionOptions options, Generator? random = null)
        : this(options, MatrixProducts.Create(options.Precision, options.Width), random)
    {
    }

    internal MultiHeadAttention(AttentionOptions options, MatrixProducts products, Generator? random)
        : base(nameof(MultiHeadAttention))
    {
        this.products = products;
        new TransformerOptions { Width = options.Width, Heads = options.Heads, Dropout = options.Dropout }.Checked();
        (width, heads, dropout) = (options.Width, options.Heads, options.Dropout);
        (keyWidth, valueWidth) = (options.KeyWidth ?? width, options.ValueWidth ?? width);
        if (keyWidth == width && valueWidth == width)
        {
            packedWeight = Initialization.Xavier(3 * width, width, random);
        }
        else
        {
            queryWeight = Initialization.Xavier(width, width, random);
            keyWeight = Initialization.Xavier(width, keyWidth, random);
            valueWeight = Initialization.Xavier(width, valueWidth, random);
        }
        packedBias = Initialization.Zeros(3 * width);
        output = new Projection(width, width, products, random);
        RegisterComponents();
    }

    /// <summary>Each query's mixture of the values whose keys resemble it.</summary>
    /// <param name="query">[B, L, D].</param>
    /// <param name="key">[B, S, key width].</param>
    /// <param name="value">[B, S, value width].</param>
    /// <param name="mask">What may attend to what; null: everything.</param>
    /// <returns>[B, L, D], in the queries' format.</returns>
    /// <exception cref="ArgumentException">Shapes that do not fit.</exception>
    public Tensor Forward(Tensor query, Tensor key, Tensor value, AttentionMask? mask = null) =>
        Attend(query, key, value, mask, recorder: null);

    /// <summary>The weights with which each head looks at each key, without dropout: an explaining call.</summary>
    /// <returns>[B, H, L, S]; each row sums to 1, or is zero where the query may attend to nothing.</returns>
    /// <inheritdoc cref="Forward"/>
    public Tensor Explain(Tensor query, Tensor key, Tensor value, AttentionMask? mask = null)
    {
        var recorder = new AttentionRecorder();
        Attend(query, key, value, mask, recorder);
        return recorder.Weights[0];
    }

    /// <summary>Self-attention within a stack.</summary>
    /// <param name="x">[B, L, D].</param>
    /// <param name="pass">Masks and rotations.</param>
    /// <param name="cache">Keys and values of earlier tokens; null: there are none.</param>
    /// <returns>[B, L, D], in the format of products.</returns>
    internal Tensor AttendSelf(Tensor x, StackPass pass, LayerCache? cache)
    {
        var packed = products.Linear(x, packedWeight!, packedBias, training);     // [B, L, 3D]
        if (cache is null && pass.Recorder is null && FusedAttention.Fits(packed, x.shape[1], x.shape[1], width / heads, pass.Mask))
            return output.Forward(FusedAttention.AttendSelf(packed, heads, pass.Mask, pass.Rotation, training ? dropout : 0));
        var (query, key, value) = SplitPacked(packed);
        if (pass.Rotation is { } rotation)
            (query, key) = (rotation.Apply(query), rotation.Apply(key));
        if (cache is not null)
            (key, value) = cache.Append(key, value);
        return Mix(query, key, value, pass.Mask, pass.Recorder);
    }

    /// <summary>Attention to an encoder's output within a stack.</summary>
    /// <param name="x">[B, L, D].</param>
    /// <param name="memory">[B, S, D].</param>
    /// <param name="pass">Masks.</param>
    /// <param name="cache">The memory's keys and values, once they are known; null: they are computed.</param>
    /// <returns>[B, L, D], in the format of products.</returns>
    internal Tensor AttendMemory(Tensor x, Tensor memory, StackPass pass, LayerCache? cache)
    {
        var projected = Project(x, part: 0);
        if (cache is null && pass.Recorder is null && FusedAttention.Fits(projected, x.shape[1], memory.shape[1], width / heads, pass.MemoryMask))
            return output.Forward(FusedAttention.AttendMemory(projected, ProjectMemory(memory), heads, pass.MemoryMask, training ? dropout : 0));
        var query = SplitHeads(projected);
        var (key, value) = cache?.Memory ?? SplitMemory(ProjectMemory(memory));
        cache?.KeepMemory(key, value);
        return Mix(query, key, value, pass.MemoryMask, pass.Recorder);
    }

    private Tensor Attend(Tensor query, Tensor key, Tensor value, AttentionMask? mask, AttentionRecorder? recorder)
    {
        RequireShapes(query, key, value);
        var scoreMask = ScoreMask.Create(mask, query.shape[0], query.shape[1], key.shape[1], query);
        var mixed = Mix(
            SplitHeads(Project(query, 0)), SplitHeads(Project(key, 1)), SplitHeads(Project(value, 2)), scoreMask, recorder);
        return mixed.to(query.dtype);
    }

    private Tensor Mix(Tensor query, Tensor key, Tensor value, ScoreMask? mask, AttentionRecorder? recorder)
    {
        var seen = ScaledDotProduct.Attend(query, key, value, mask, training ? dropout : 0, recorder);
        var result = output.Forward(seen.transpose(1, 2).flatten(2));     // [B, H, L, K] to [B, L, D]
        return mask?.ClearRows(result) ?? result;
    }

    private (Tensor Query, Tensor Key, Tensor Value) SplitPacked(Tensor packed)
    {
        var parts = packed.view(packed.shape[0], packed.shape[1], 3, heads, width / heads).permute(2, 0, 3, 1, 4).contiguous().unbind(0);
        return (parts[0], parts[1], parts[2]);
    }

    /// <summary>[B, S, 2D]: keys and values.</summary>
    private Tensor ProjectMemory(Tensor memory) =>
        products.Linear(memory, packedWeight!.narrow(0, width, 2 * width), packedBias.narrow(0, width, 2 * width), training);

    private (Tensor Key, Tensor Value) SplitMemory(Tensor packed)
    {
        var parts = packed.view(packed.shape[0], packed.shape[1], 2, heads, width / heads).permute(2, 0, 3, 1, 4).contiguous().unbind(0);
        return (parts[0], parts[1]);
    }

    /// <summary>Part 0 projects queries, 1 keys, 2 values.</summary>
    private Tensor Project(Tensor x, int part)
    {
        var weight = packedWeight?.narrow(0, part * width, width) ?? part switch { 0 => queryWeight!, 1 => keyWeight!, _ => valueWeight! };
        return products.Linear(x, weight, packedBias.narrow(0, part * width, width), training);
    }

    /// <summary>[B, L, D] to [B, H, L, K].</summary>
    private Tensor SplitHeads(Tensor x) => x.view(x.shape[0], x.shape[1], heads, width / heads).transpose(1, 2).contiguous();

    private void RequireShapes(Tensor query, Tensor key, Tensor value)
    {
        Require(query, "queries", width);
        Require(key, "keys", keyWidth);
        Require(value, "values", valueWidth);
        if (key.shape[0] != query.shape[0] || value.shape[0] != query.shape[0] || key.shape[1] != value.shape[1])
            throw new ArgumentException($"queries {ShapeText.Of(query)}, keys {ShapeText.Of(key)} and values {ShapeText.Of(value)} do not fit: give one batch for all, and as many keys as values");

        static void Require(Tensor x, string what, int width)
        {
            if (x.dim() != 3 || x.shape[2] != width)
                throw new ArgumentException($"{what} have the shape {ShapeText.Of(x)}: give [batch, length, {width}]");
        }
    }
}
