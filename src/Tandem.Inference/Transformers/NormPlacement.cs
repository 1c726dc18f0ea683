namespace Tandem.Inference.Transformers;

/// <summary>Where a layer normalises: Vaswani et al. (2017) after each residual sum, Xiong et al. (2020) before each part.</summary>
public enum NormPlacement
{
    /// <summary>x + part(norm(x)): trains without warm-up and at any depth.</summary>
    Before,

    /// <summary>norm(x + part(x)): the first paper's form.</summary>
    After,
}
