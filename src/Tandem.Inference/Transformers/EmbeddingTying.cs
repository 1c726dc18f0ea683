namespace Tandem.Inference.Transformers;

/// <summary>Which matrices of a token model are one and the same: Press and Wolf (2017).</summary>
public enum EmbeddingTying
{
    /// <summary>Each stands for itself.</summary>
    None,

    /// <summary>The output product uses the (target) embedding.</summary>
    Output,

    /// <summary>Source embedding, target embedding and output product are one matrix: source and target share a vocabulary.</summary>
    All,
}
