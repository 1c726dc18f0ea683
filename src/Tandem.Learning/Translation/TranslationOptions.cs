using System.ComponentModel;
using System.Text.Json.Serialization;
using Tandem.Inference.Decoding;
using Tandem.Learning.Transformers;
using Tandem.Text;

namespace Tandem.Learning.Translation;

/// <summary>What early stopping and the best checkpoint go by.</summary>
public enum ValidationScore
{
    /// <summary>BLEU of what the model writes as plain text.</summary>
    Bleu,

    /// <summary>The loss, where BLEU is as good as 100 and no longer tells checkpoints apart.</summary>
    Loss,
}

/// <summary>What is trained on parallel text, apart from the trainer's settings.</summary>
public sealed record TranslationOptions
{
    /// <summary>How text falls into subwords.</summary>
    [Description("How text falls into subwords")]
    public SubwordOptions Subwords { get; init; } = new() { AllowFewer = true };

    /// <summary>Whether both languages share one vocabulary, learned from both texts (Sennrich et al. 2016, section 3.2).</summary>
    [Description("Whether both languages share one vocabulary")]
    public bool SharedVocabulary { get; init; } = true;

    /// <summary>The share of merges that training leaves out, anew in each epoch: Provilkov et al. (2020).</summary>
    [Description("Share of subword merges that training leaves out, anew in each epoch [0 to 1]")]
    public double SubwordDropout
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentException($"subword dropout {value} is out of range: give 0 to 1");
    }

    /// <summary>The model's shape.</summary>
    [Description("The model's shape")]
    public TransformerOptions Model { get; init; } = new() { Tying = EmbeddingTying.All };

    /// <summary>ε: the share of each target's probability that is spread over the vocabulary (Vaswani et al. 2017, section 5.4).</summary>
    [Description("Share of each target's probability that is spread over the vocabulary [0 to below 1]")]
    public double LabelSmoothing
    {
        get;
        init => field = value is >= 0 and < 1 ? value
            : throw new ArgumentException($"label smoothing {value} is out of range: give 0 to below 1");
    }
    = 0.1;

    /// <summary>The most tokens of a batch, on its longer side and with padding.</summary>
    [Description("Most tokens of a batch, on its longer side and with padding [16 to 1000000; tokens]")]
    public int BatchTokens
    {
        get;
        init => field = value is >= 16 and <= 1_000_000 ? value
            : throw new ArgumentException($"a batch of {value} tokens is out of range: give 16 to 1000000");
    }
    = 4_096;

    /// <summary>Pairs with more tokens than that on one side are dropped from training, and counted; null: none is.</summary>
    [Description("Training drops and counts pairs with more tokens on one side; null: keeps them all [1 to 100000, or null; tokens]")]
    public int? MaximumLength
    {
        get;
        init => field = value is null or (>= 1 and <= 100_000) ? value
            : throw new ArgumentException($"maximum length {value} is out of range: give 1 to 100000, or null to keep all pairs");
    }

    /// <summary>The most tokens of a side that the model knows positions of.</summary>
    internal int Positions => Model.Positions == PositionForm.Learned ? Model.MaximumLength : int.MaxValue;

    /// <summary>What early stopping and the best checkpoint go by.</summary>
    [Description("What early stopping and the best checkpoint go by")]
    public ValidationScore Score { get; init; }

    /// <summary>How validation translates.</summary>
    [Description("How validation translates")]
    public DecodingOptions Validation { get; init; } = new() { Method = DecodingMethod.Greedy };

    /// <summary>The number format of products.</summary>
    [JsonIgnore]
    public Precision Precision { get; init; } = Precision.Auto;

    /// <summary>These options, or an error where two of them contradict each other.</summary>
    /// <exception cref="ArgumentException">One table for two vocabularies, or the model's own contradictions.</exception>
    public TranslationOptions Checked()
    {
        if (!SharedVocabulary && Model.Tying == EmbeddingTying.All)
            throw new ArgumentException("two vocabularies cannot share one embedding: share the vocabulary, or tie the output alone");
        Model.Checked();
        return this;
    }
}
