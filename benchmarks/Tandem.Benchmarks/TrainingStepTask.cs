using System.Text.Json.Nodes;
using Tandem.Learning.Training;
using Tandem.Learning.Transformers;
using Tandem.Runs.Safetensors;
using static TorchSharp.torch;

namespace Tandem.Benchmarks;

/// <summary>A Transformer that learns random tokens: the same number of full sequences in each batch.</summary>
internal sealed class TrainingStepTask(TransformerOptions options, Precision precision, int vocabulary, int sequences, int length)
    : ITrainingTask<long[]>, IDisposable
{
    private readonly TokenTransformer model = new(vocabulary, vocabulary, options, precision, new Generator(1));
    private readonly LabelSmoothedCrossEntropy loss = new(smoothing: 0);

    public nn.Module Module => model;

    public int ModelWidth => options.Width;

    public bool HasValidation => false;

    public IBatchSource<long[]> Batches { get; } = new RandomTokens(vocabulary, 2 * sequences * length);

    public long CountTargets(long[] batch) => batch.Length / 2;

    public Tensor SummedLoss(long[] batch)
    {
        var tokens = tensor(batch, [2, sequences, length]);
        return model.SummedLoss(tokens[0], tokens[1], batch[(batch.Length / 2)..], loss);
    }

    public ValidationResult Validate(CancellationToken cancellation) => throw new NotSupportedException();

    public SafetensorsWriter SaveModel() => throw new NotSupportedException();

    public void LoadModel(SafetensorsFile model) => throw new NotSupportedException();

    public void Dispose() => model.Dispose();

    private sealed class RandomTokens(int vocabulary, int count) : IBatchSource<long[]>
    {
        private readonly Random random = new(1);

        public long[] Next() => [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(vocabulary))];

        public JsonObject Save() => [];

        public void Restore(JsonObject place)
        {
        }
    }
}
