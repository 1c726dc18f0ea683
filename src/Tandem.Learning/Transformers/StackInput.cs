using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

/// <summary>What comes in at a stack's border is checked here once.</summary>
internal static class StackInput
{
    /// <summary>Embedded tokens: [B, L, D], none empty.</summary>
    public static void Require(Tensor x, int width)
    {
        if (x.dim() != 3 || x.shape[2] != width)
            throw new ArgumentException($"embedded tokens have the shape {ShapeText.Of(x)}: give [batch, length, {width}]");
        RequireTokens(x);
    }

    /// <summary>Token ids: [B, L] of int64, none empty.</summary>
    public static void RequireIds(Tensor tokens)
    {
        if (tokens.dim() != 2 || tokens.dtype != ScalarType.Int64)
            throw new ArgumentException($"token ids are {tokens.dtype} of shape {ShapeText.Of(tokens)}: give Int64 of shape [batch, length]");
        RequireTokens(tokens);
    }

    private static void RequireTokens(Tensor x)
    {
        if (x.numel() == 0)
            throw new ArgumentException($"the batch is empty, of shape {ShapeText.Of(x)}: give at least one sequence of at least one token");
    }
}
