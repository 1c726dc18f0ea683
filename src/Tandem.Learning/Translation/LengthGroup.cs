using System.Runtime.InteropServices;
using Tandem.Learning.Transformers;
using static TorchSharp.torch;

namespace Tandem.Learning.Translation;

// Legend: R rows, from the first step on at least 16, S source length, D model width, V vocabulary.

/// <summary>Sequences whose sources have one length. Too few are filled up with copies of the last, whose results nobody reads.</summary>
internal sealed class LengthGroup : IDisposable
{
    /// <summary>From here on a row of libtorch's float32 products does not depend on how many rows there are.</summary>
    private const int LeastRows = 16;

    private readonly TokenTransformer model;
    private readonly Device device;
    private readonly DecodingCache cache = new();
    private readonly List<long> parents = [];
    private readonly List<long> tokens = [];
    private readonly List<int> destinations = [];
    private Tensor memory;     // [R, S, D]

    /// <param name="model">In evaluation mode.</param>
    /// <param name="sources">All of one length.</param>
    /// <param name="device">Where the model stands.</param>
    public LengthGroup(TokenTransformer model, int[][] sources, Device device)
    {
        (this.model, this.device) = (model, device);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var length = sources[0].Length;
        var ids = new long[Math.Max(sources.Length, (LeastRows + length - 1) / length), length];     // at least 16 tokens
        for (var row = 0; row < ids.GetLength(0); row++)
        {
            for (var i = 0; i < length; i++)
                ids[row, i] = sources[Math.Min(row, sources.Length - 1)][i];
        }
        memory = model.Encode(tensor(ids, device: device)).DetachFromDisposeScope();
    }

    /// <summary>Asks for a row in the next step.</summary>
    /// <param name="parent">The row it was.</param>
    /// <param name="token">The token it gains.</param>
    /// <param name="destination">Where its log-probabilities go.</param>
    /// <returns>The row it becomes.</returns>
    public int Ask(int parent, int token, int destination)
    {
        parents.Add(parent);
        tokens.Add(token);
        destinations.Add(destination);
        return destinations.Count - 1;
    }

    /// <summary>Computes the rows that were asked for; a group of which none is left lets go of its memory.</summary>
    /// <param name="logProbabilities">[all groups' rows, V].</param>
    /// <param name="vocabulary">V.</param>
    public void Extend(Span<float> logProbabilities, int vocabulary)
    {
        if (destinations.Count == 0)
        {
            Dispose();
            return;
        }
        while (parents.Count < LeastRows)
        {
            parents.Add(parents[^1]);
            tokens.Add(tokens[^1]);
        }
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Select();
        var logits = model.Decode(tensor(tokens.ToArray(), device: device).unsqueeze(1), memory, cache: cache);     // [R, 1, V]
        var computed = nn.functional.log_softmax(logits.to(ScalarType.Float32), -1).cpu().contiguous();
        var values = MemoryMarshal.Cast<byte, float>(computed.bytes);
        for (var row = 0; row < destinations.Count; row++)
            values.Slice(row * vocabulary, vocabulary).CopyTo(logProbabilities[(destinations[row] * vocabulary)..]);
        parents.Clear();
        tokens.Clear();
        destinations.Clear();
    }

    public void Dispose()
    {
        cache.Dispose();
        memory.Dispose();
    }

    /// <summary>Makes each row what its parent was.</summary>
    private void Select()
    {
        if (parents.Count == memory.shape[0] && parents.Index().All(entry => entry.Index == entry.Item))
            return;
        var rows = tensor(parents.ToArray(), device: device);
        var former = memory;
        memory = memory.index_select(0, rows).DetachFromDisposeScope();
        former.Dispose();
        if (cache.Length > 0)
            cache.Select(rows);
    }
}
