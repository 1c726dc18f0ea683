using System.Text.Json.Nodes;
using Tandem.Environments;
using Tandem.Learning.Training;
using Tandem.Learning.Transformers;
using Tandem.Runs.Safetensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Training;

/// <summary>Symbols and what they should be classed as, of any length; <see cref="Padding"/> has no target.</summary>
internal sealed record TinyBatch(long[] Symbols, long[] Classes)
{
    public const long Padding = -100;
}

/// <summary>Draws batches of differing lengths, padding among them, from a stream that can be saved.</summary>
internal sealed class TinyBatches(ulong seed) : IBatchSource<TinyBatch>
{
    private RandomStream random = RandomStream.Create(seed, StreamPurpose.Shuffling);
    private int taken;

    /// <summary>Throws at this batch, counted from 0.</summary>
    public int? FailAt { get; init; }

    public TinyBatch Next()
    {
        if (taken++ == FailAt)
            throw new InvalidDataException("the data end in the middle of a batch");
        var symbols = new long[3 + random.NextInt32(6)];
        var classes = new long[symbols.Length];
        for (var i = 0; i < symbols.Length; i++)
        {
            symbols[i] = random.NextInt32(TinyTask.Symbols);
            classes[i] = i > 0 && random.NextInt32(4) == 0 ? TinyBatch.Padding : symbols[i] % TinyTask.Classes;
        }

        return new TinyBatch(symbols, classes);
    }

    public JsonObject Save()
    {
        var (s0, s1, s2, s3) = random.State;
        return new JsonObject { ["random"] = new JsonArray(s0, s1, s2, s3) };
    }

    public void Restore(JsonObject place)
    {
        var words = place["random"]!.AsArray();
        random = new RandomStream((ulong)words[0]!, (ulong)words[1]!, (ulong)words[2]!, (ulong)words[3]!);
    }
}

/// <summary>A classifier of symbols, small and with dropout, so that all that must be saved is there.</summary>
internal sealed class TinyTask : ITrainingTask<TinyBatch>, IDisposable
{
    public const int Symbols = 7, Classes = 3;

    private readonly Sequential module;
    private int validations;

    public TinyTask(ulong seed = 0, double dropout = 0.3)
    {
        using var generator = new Generator(seed, CPU);
        module = nn.Sequential(
            ("embedding", nn.Embedding(Symbols, 4)),
            ("inner", nn.Linear(4, 8)),
            ("norm", nn.LayerNorm(8)),
            ("dropout", nn.Dropout(dropout)),
            ("outer", nn.Linear(8, Classes)));
        using var noGradient = no_grad();
        foreach (var parameter in module.parameters().Where(parameter => parameter.dim() > 1))
            parameter.normal_(0, 0.5, generator);
        foreach (var (_, parameter) in module.named_parameters().Where(entry => entry.name.EndsWith("bias", StringComparison.Ordinal)))
            parameter.zero_();
        Batches = new TinyBatches(seed);
    }

    public nn.Module Module => module;

    public int ModelWidth => 4;

    public IBatchSource<TinyBatch> Batches { get; init; }

    /// <summary>What validations find, one after the other, then over and over the last.</summary>
    public IReadOnlyList<double> ValidationLosses { get; init; } = [];

    public bool HasValidation => ValidationLosses.Count > 0;

    /// <summary>Multiplies each loss.</summary>
    public Func<int, Tensor> LossFactor { get; init; } = _ => 1;

    /// <summary>Is called at each validation.</summary>
    public Action<CancellationToken> Validating { get; init; } = _ => { };

    /// <summary>How many losses were asked for.</summary>
    public int Losses { get; private set; }

    public long CountTargets(TinyBatch batch) => batch.Classes.LongCount(target => target != TinyBatch.Padding);

    public Tensor SummedLoss(TinyBatch batch) => LossFactor(Losses++) * nn.functional.cross_entropy(
        module.call(tensor(batch.Symbols)), tensor(batch.Classes), ignore_index: TinyBatch.Padding, reduction: nn.Reduction.Sum);

    public ValidationResult Validate(CancellationToken cancellation)
    {
        Validating(cancellation);
        cancellation.ThrowIfCancellationRequested();
        _ = rand(3); // draws from the global stream, which must not matter
        return ValidationResult.OfLoss(ValidationLosses[Math.Min(validations++, ValidationLosses.Count - 1)]);
    }

    public SafetensorsWriter SaveModel() => new SafetensorsWriter { Metadata = { ["kind"] = "tiny" } }.AddModule(module);

    public void LoadModel(SafetensorsFile model) => model.LoadModule(module);

    public void Dispose() => module.Dispose();
}
