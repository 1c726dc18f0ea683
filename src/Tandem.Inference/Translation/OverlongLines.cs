namespace Tandem.Inference.Translation;

/// <summary>What becomes of a line that is far longer than all that a model has learned from.</summary>
public enum OverlongLines
{
    /// <summary>It is translated in parts: sentences, or clauses or words of a long sentence.</summary>
    Split,

    /// <summary>It is refused.</summary>
    Refuse,
}
