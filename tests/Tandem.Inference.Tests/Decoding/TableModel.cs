using Tandem.Environments;
using Tandem.Inference.Decoding;

namespace Tandem.Inference.Tests.Decoding;

/// <summary>
/// A model whose next-token probabilities are a function of the source and all tokens so far: random ones that follow from
/// a seed, or those a test gives. It holds callers to the contract: a source's rows stand together, none is asked for twice.
/// </summary>
internal sealed class TableModel(int vocabulary, Func<int[], IReadOnlyList<int>, float[]> next) : ISequenceModel
{
    /// <summary>The token that begins and the one that ends a sequence; others are 2, 3, ….</summary>
    public const int Begin = 0, End = 1;

    public int Vocabulary => vocabulary;

    public int MaximumLength { get; init; } = int.MaxValue;

    /// <summary>How many sources each batch had.</summary>
    public List<int> Batches { get; } = [];

    /// <summary>How many rows each step had.</summary>
    public List<int> Steps { get; } = [];

    /// <summary>Batches that were begun and not yet disposed of.</summary>
    public int Open { get; private set; }

    /// <summary>Random probabilities; sharper ones are further from equal.</summary>
    public static TableModel Random(int vocabulary, ulong seed, double sharpness = 1) => new(vocabulary, (source, tokens) =>
    {
        var name = seed;
        foreach (var token in source.Concat(tokens.Prepend(-7)))
            name = (name * 1_000_003) + (ulong)(token + 11);
        var random = RandomStream.Create(name, StreamPurpose.Generation);
        return LogSoftmax([.. Enumerable.Range(0, vocabulary).Select(_ => sharpness * random.NextNormal())]);
    });

    public float[] Next(int[] source, IReadOnlyList<int> tokens) => next(source, tokens);

    ISequenceRows ISequenceModel.Begin(IReadOnlyList<int[]> sources)
    {
        Batches.Add(sources.Count);
        return new Rows(this, sources);
    }

    public static float[] LogSoftmax(double[] logits)
    {
        var logTotal = Math.Log(logits.Sum(Math.Exp));
        return [.. logits.Select(logit => (float)(logit - logTotal))];
    }

    private sealed class Rows : ISequenceRows
    {
        private readonly TableModel model;
        private List<(int Source, int[] Ids, int[] Tokens)> rows;

        public Rows(TableModel model, IReadOnlyList<int[]> sources)
        {
            this.model = model;
            rows = [.. sources.Select((ids, i) => (i, ids, Array.Empty<int>()))];
            model.Open++;
        }

        public int Count => rows.Count;

        public void Extend(ReadOnlySpan<int> parents, ReadOnlySpan<int> tokens, Span<float> logProbabilities)
        {
            Assert.NotEmpty(parents.ToArray());
            Assert.Equal((parents.Length, parents.Length * model.Vocabulary), (tokens.Length, logProbabilities.Length));
            model.Steps.Add(parents.Length);
            var former = rows;
            rows = [];
            for (var row = 0; row < parents.Length; row++)
            {
                var (source, ids, earlier) = former[parents[row]];
                rows.Add((source, ids, [.. earlier, tokens[row]]));
                Assert.Equal(Begin, rows[row].Tokens[0]);
                model.Next(ids, rows[row].Tokens[1..]).CopyTo(logProbabilities[(row * model.Vocabulary)..]);
            }
            Assert.Equal(rows.Select(row => row.Source).Distinct().Count(), 1 + rows.Zip(rows.Skip(1)).Count(pair => pair.First.Source != pair.Second.Source));
        }

        public void Dispose() => model.Open--;
    }
}
