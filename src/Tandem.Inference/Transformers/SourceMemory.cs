using System.Buffers;

namespace Tandem.Inference.Transformers;

// Legend: N tokens of all sources, D model width.

/// <summary>
/// The encoder's output as the decoder sees it: each layer's keys and values of every source token, computed once and shared
/// by all rows that write to that source. Sources stand one behind another without padding.
/// </summary>
internal sealed class SourceMemory : IDisposable
{
    // Enough rows for the products; few enough that many sources are divided between threads evenly.
    private const int RowsAtOnce = 64;

    private readonly TransformerWeights weights;
    private readonly float[][] layers;     // of the decoder: [N, 2D]
    private readonly int[] slots;          // 0 to N − 1
    private readonly int[] tokens;         // [N]
    private readonly int[] positions;      // [N]
    private readonly int[] starts;         // [sources + 1]

    /// <summary>Encodes the sources.</summary>
    /// <param name="weights">Of the model.</param>
    /// <param name="team">Who works.</param>
    /// <param name="sources">Checked token ids.</param>
    /// <param name="maps">Takes each encoder layer's attention to a single source; null: nobody asks.</param>
    public SourceMemory(TransformerWeights weights, ThreadTeam team, IReadOnlyList<int[]> sources, LayerAttentionMaps[]? maps = null)
    {
        this.weights = weights;
        Lengths = [.. sources.Select(source => source.Length)];
        tokens = [.. sources.SelectMany(source => source)];
        positions = [.. sources.SelectMany(source => Enumerable.Range(0, source.Length))];
        slots = [.. Enumerable.Range(0, tokens.Length)];
        starts = new int[sources.Count + 1];
        for (var source = 0; source < sources.Count; source++)
            starts[source + 1] = starts[source] + Lengths[source];
        Longest = Lengths.Max();
        layers = Array.ConvertAll(weights.Decoder, _ => RentKeysAndValues());
        Encode(team, maps);
    }

    /// <summary>How many tokens each source has.</summary>
    public int[] Lengths { get; }

    /// <summary>How many tokens the longest source has.</summary>
    public int Longest { get; }

    /// <summary>A decoder layer's keys and values, [N, 2D].</summary>
    public float[] Layer(int layer) => layers[layer];

    /// <summary>The slots of rows that write to these sources.</summary>
    /// <param name="rowStarts">[rows] <see cref="Start"/> of each row's source.</param>
    /// <param name="rowLengths">[rows] its length.</param>
    public RowSlots Slots(int[] rowStarts, int[] rowLengths) => new(slots, rowStarts, rowLengths);

    /// <summary>The first slot of a source.</summary>
    public int Start(int source) => starts[source];

    public void Dispose()
    {
        foreach (var layer in layers)
            ArrayPool<float>.Shared.Return(layer);
    }

    private float[] RentKeysAndValues() => ArrayPool<float>.Shared.Rent(checked(tokens.Length * 2 * weights.Description.Width));

    private void Encode(ThreadTeam team, LayerAttentionMaps[]? maps)
    {
        using var buffers = new RowBuffers(weights.Description, tokens.Length, Longest);
        var own = RentKeysAndValues();     // each layer overwrites the one before
        var pass = new LayerPass
        {
            Buffers = buffers,
            Positions = positions,
            Rotations = weights.Rotations.Upto(Longest),
            FirstSlot = 0,
            Own = new RowSlots(
                slots,
                [.. Lengths.SelectMany((length, source) => Enumerable.Repeat(starts[source], length))],
                [.. Lengths.SelectMany(length => Enumerable.Repeat(length, length))]),
        };
        var groups = Groups();
        var vectors = weights.SourcePositions(Longest);
        team.Run(group => Encode(pass, groups[group], own, vectors, maps), groups.Count);
        ArrayPool<float>.Shared.Return(own);
    }

    private void Encode(in LayerPass pass, RowRange rows, float[] own, float[] vectors, LayerAttentionMaps[]? maps)
    {
        var (buffers, width) = (pass.Buffers, weights.Description.Width);
        for (var row = rows.First; row < rows.End; row++)
            weights.EmbedSource(tokens[row], vectors.Length > 0 ? vectors.AsSpan(positions[row] * width, width) : [], buffers.States(row)[..width]);
        for (var layer = 0; layer < weights.Encoder.Length; layer++)
            weights.Encoder[layer].Forward(pass, rows, new LayerStore(own, null, maps?[layer]));
        for (var row = rows.First; row < rows.End; row++)
            weights.EncoderNorm.Apply(buffers.States(row)[..width], buffers.Parts(row));
        for (var layer = 0; layer < layers.Length; layer++)
            weights.Decoder[layer].StoreMemory(buffers, rows, layers[layer]);
    }

    /// <summary>Neighbouring sources whose tokens are worked on together.</summary>
    private List<RowRange> Groups()
    {
        var groups = new List<RowRange>();
        var first = 0;
        for (var source = 0; source < Lengths.Length; source++)
        {
            if (starts[source + 1] - first >= RowsAtOnce || source == Lengths.Length - 1)
            {
                groups.Add(new RowRange(first, starts[source + 1] - first));
                first = starts[source + 1];
            }
        }
        return groups;
    }
}
