namespace Tandem.Text;

/// <summary>A sentence and its translation as token ids, without the tokens that begin and end a sentence.</summary>
/// <param name="Source">In the language to translate from.</param>
/// <param name="Target">In the language to translate into.</param>
public readonly record struct TokenPair(int[] Source, int[] Target)
{
    /// <summary>S: the length of the source in a batch, with the token that ends it.</summary>
    public int SourceLength => Source.Length + 1;

    /// <summary>T: the length of the target in a batch, with the token that ends or begins it.</summary>
    public int TargetLength => Target.Length + 1;

    /// <summary>The length of the longer side in a batch.</summary>
    public int Length => Math.Max(SourceLength, TargetLength);
}
