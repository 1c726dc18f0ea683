namespace Tandem.Learning.Trajectories;

/// <summary>What remembers the steps of a ride.</summary>
public enum SequenceModel
{
    /// <summary>A Transformer's causal attention over the last steps.</summary>
    Transformer,

    /// <summary>A long short-term memory (Hochreiter and Schmidhuber, 1997) over the same tokens, to compare with.</summary>
    Lstm,
}
