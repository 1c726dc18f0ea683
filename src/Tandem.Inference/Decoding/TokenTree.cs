using System.Runtime.InteropServices;

namespace Tandem.Inference.Decoding;

/// <summary>Token sequences that share their beginnings: each is a node that knows its last token and the node before.</summary>
internal sealed class TokenTree(int capacity)
{
    /// <summary>The node of the empty sequence.</summary>
    public const int Root = -1;

    private readonly List<(int Parent, int Token)> nodes = new(capacity);

    /// <summary>The node of a sequence that is one token longer.</summary>
    public int Add(int parent, int token)
    {
        nodes.Add((parent, token));
        return nodes.Count - 1;
    }

    /// <summary>The tokens from the first to this node's.</summary>
    public int[] Path(int node)
    {
        var path = new List<int>();
        for (; node != Root; node = nodes[node].Parent)
            path.Add(nodes[node].Token);
        CollectionsMarshal.AsSpan(path).Reverse();
        return [.. path];
    }
}
