using System.Buffers;
using Tandem.Inference.Decoding;

namespace Tandem.Inference.Transformers;

// Legend: R rows, D model width, V vocabulary.

/// <summary>
/// The sequences that a <see cref="TransformerModel"/> writes. Every token written has a slot with its keys and values, which
/// stay where they are; what moves when rows are kept, dropped or repeated are <see cref="RowLists"/>.
/// </summary>
internal sealed unsafe class TransformerRows : ISequenceRows
{
    private const int RowsAtOnce = 32;          // their logits stay in a core's own cache
    private const int LeastRowsAThread = 8;     // fewer divide the vocabulary between threads, not the rows
    private const int LeastLength = 32;

    private readonly TransformerWeights weights;
    private readonly ThreadTeam team;
    private readonly SourceMemory memory;
    private readonly LayerAttentionMaps[]? maps;
    private readonly RowLists lists;
    private readonly float[][] layers;          // [slots, 2D]
    private readonly Action<int> extendRows;
    private readonly Action<int> writeLogits;
    private readonly Action<int> normaliseRow;

    private RowBuffers? buffers;
    private LayerPass pass;
    private int slots;                          // how many are taken
    private int length;                         // tokens of each row
    private int parts;                          // of the work that is done now
    private float* output;                      // [R, V], while a call lasts
    private bool isDisposed;

    /// <param name="weights">Of the model.</param>
    /// <param name="team">Who works.</param>
    /// <param name="memory">The sources, one for each first row; disposed of with the rows.</param>
    /// <param name="maps">Takes each layer's attention where there is one row; null: nobody asks.</param>
    public TransformerRows(TransformerWeights weights, ThreadTeam team, SourceMemory memory, LayerAttentionMaps[]? maps = null)
    {
        (this.weights, this.team, this.memory, this.maps) = (weights, team, memory, maps);
        (extendRows, writeLogits, normaliseRow) = (ExtendRows, WriteLogits, NormaliseRow);
        lists = new RowLists(memory);
        layers = Array.ConvertAll(weights.Decoder, _ => Array.Empty<float>());
        Count = memory.Lengths.Length;
    }

    /// <inheritdoc/>
    public int Count { get; private set; }

    private int Width => weights.Description.Width;

    private int Vocabulary => weights.Description.TargetVocabulary;

    /// <inheritdoc/>
    public void Extend(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, Span<float> logProbabilities)
    {
        Require(parents, tokens, logProbabilities.Length);
        var vectors = weights.TargetPositions(length + 1);
        var rotations = weights.Rotations.Upto(length + 1);
        Reserve(parents.Length);
        lists.Follow(parents, slots);
        Count = parents.Length;
        pass = new LayerPass
        {
            Buffers = buffers!,
            Positions = lists.Positions,
            Rotations = rotations,
            FirstSlot = slots,
            Own = lists.Own,
            Memory = lists.Memory(memory),
        };
        var position = vectors.Length > 0 ? vectors.AsSpan(length * Width, Width) : [];
        for (var row = 0; row < tokens.Length; row++)
            weights.EmbedTarget(tokens[row], position, buffers!.States(row)[..Width]);
        fixed (float* first = logProbabilities)
        {
            output = first;
            Compute();
            output = null;
        }
        (slots, length) = (slots + Count, length + 1);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (isDisposed)
            return;
        isDisposed = true;
        memory.Dispose();
        buffers?.Dispose();
        foreach (var layer in layers)
            ArrayPool<float>.Shared.Return(layer);
    }

    private void Compute()
    {
        if (Count >= team.Threads * LeastRowsAThread || team.Threads == 1)
        {
            var atOnce = (Count + RowsAtOnce - 1) / RowsAtOnce;
            parts = (atOnce + team.Threads - 1) / team.Threads * team.Threads;
            team.Run(extendRows, parts);
            return;
        }
        RunLayers(new RowRange(0, Count));
        parts = Math.Min(team.Threads, weights.Output.Panels);
        team.Run(writeLogits, parts);
        team.Run(normaliseRow, Count);
    }

    /// <summary>One part of the rows from their embeddings to their log-probabilities.</summary>
    private void ExtendRows(int part)
    {
        var (first, end) = (FirstRow(part), FirstRow(part + 1));
        if (first == end)
            return;
        RunLayers(new RowRange(first, end - first));
        WriteLogits(new RowRange(first, end - first), 0, weights.Output.Panels);
        for (var row = first; row < end; row++)
            NormaliseRow(row);
    }

    /// <summary>Parts begin at whole tiles of rows.</summary>
    private int FirstRow(int part)
    {
        var tiles = (Count + ProductTile.GreatestRows - 1) / ProductTile.GreatestRows;
        return Math.Min(Count, (int)((long)tiles * part / parts) * ProductTile.GreatestRows);
    }

    private void RunLayers(RowRange rows)
    {
        for (var layer = 0; layer < layers.Length; layer++)
            weights.Decoder[layer].Forward(pass, rows, new LayerStore(layers[layer], memory.Layer(layer), maps?[layer]));
        for (var row = rows.First; row < rows.End; row++)
            weights.DecoderNorm.Apply(buffers!.States(row)[..Width], buffers.Parts(row));
    }

    private void WriteLogits(int part)
    {
        var panels = (long)weights.Output.Panels;
        WriteLogits(new RowRange(0, Count), (int)(panels * part / parts), (int)(panels * (part + 1) / parts));
    }

    private void WriteLogits(RowRange rows, int firstPanel, int endPanel) =>
        weights.Output.ForwardDense(
            buffers!.Parts(rows.First), buffers.PartStride, rows.Count, firstPanel, endPanel,
            new Span<float>(output + ((long)rows.First * Vocabulary), rows.Count * Vocabulary));

    private void NormaliseRow(int row) => Softmax.Logarithms(new Span<float>(output + ((long)row * Vocabulary), Vocabulary));

    /// <summary>Makes room for more rows and for their slots.</summary>
    private void Reserve(int rows)
    {
        if (buffers is null || buffers.Rows < rows || buffers.MostKeys <= length)
        {
            buffers?.Dispose();
            buffers = new RowBuffers(weights.Description, rows, Math.Max(memory.Longest, length < LeastLength ? LeastLength : 2 * length));
        }
        for (var layer = 0; layer < layers.Length; layer++)
        {
            if (layers[layer].Length >= (slots + rows) * 2L * Width)
                continue;
            var larger = ArrayPool<float>.Shared.Rent(checked(2 * Math.Max(slots, rows * LeastLength / 2) * 2 * Width));
            layers[layer].AsSpan(0, slots * 2 * Width).CopyTo(larger);
            ArrayPool<float>.Shared.Return(layers[layer]);
            layers[layer] = larger;
        }
    }

    private void Require(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, int room)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        if (parents.Length != tokens.Length)
            throw new ArgumentException($"there are {parents.Length} parents and {tokens.Length} tokens: give one of each for each row");
        if (room < (long)parents.Length * Vocabulary)
            throw new ArgumentException($"there is room for {room} log-probabilities where {parents.Length} rows of {Vocabulary} tokens are asked for: give {(long)parents.Length * Vocabulary}");
        foreach (var parent in parents)
        {
            if ((uint)parent >= (uint)Count)
                throw new ArgumentException($"row {parent} is a parent, and there are {Count} rows: give {(Count == 0 ? "none" : $"0 to {Count - 1}")}");
        }
        foreach (var token in tokens)
            TransformerModel.RequireToken(token, Vocabulary, "target");
    }
}
