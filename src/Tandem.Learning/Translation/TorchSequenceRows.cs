using Tandem.Inference.Decoding;
using Tandem.Learning.Transformers;
using static TorchSharp.torch;

namespace Tandem.Learning.Translation;

// Legend: V vocabulary.

/// <summary>The rows of <see cref="TorchSequenceModel"/>: those whose sources have one length are computed together.</summary>
internal sealed class TorchSequenceRows : ISequenceRows
{
    private readonly LengthGroup[] groups;
    private (LengthGroup Group, int Row)[] places;     // of each row

    public TorchSequenceRows(TokenTransformer model, IReadOnlyList<int[]> sources, Device device)
    {
        places = new (LengthGroup, int)[sources.Count];
        groups = [.. sources.Select((source, row) => (source, row)).GroupBy(entry => entry.source.Length).Select(Encode)];

        LengthGroup Encode(IEnumerable<(int[] Source, int Row)> entries)
        {
            var group = new LengthGroup(model, [.. entries.Select(entry => entry.Source)], device);
            foreach (var (row, entry) in entries.Index())
                places[entry.Row] = (group, row);
            return group;
        }
    }

    public int Count => places.Length;

    public void Extend(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, Span<float> logProbabilities)
    {
        if (parents.Length == 0 || tokens.Length != parents.Length || logProbabilities.Length % parents.Length != 0)
            throw new ArgumentException($"{parents.Length} parents, {tokens.Length} tokens and room for {logProbabilities.Length} log-probabilities do not fit: give one token and one row of the vocabulary's size for each parent");
        var former = places;
        places = new (LengthGroup, int)[parents.Length];
        for (var row = 0; row < parents.Length; row++)
        {
            var (group, parent) = former[parents[row]];
            places[row] = (group, group.Ask(parent, tokens[row], row));
        }
        foreach (var group in groups)
            group.Extend(logProbabilities, logProbabilities.Length / parents.Length);
    }

    public void Dispose()
    {
        foreach (var group in groups)
            group.Dispose();
    }
}
