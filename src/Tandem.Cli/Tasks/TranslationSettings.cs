using System.ComponentModel;
using Tandem.Inference.Decoding;
using Tandem.Inference.Translation;

namespace Tandem.Cli.Tasks;

/// <summary>How a trained model translates.</summary>
internal sealed record TranslationSettings
{
    /// <summary>Whether the last checkpoint is taken in place of the best by validation.</summary>
    [Description("Take the last checkpoint in place of the best by validation, which early stopping trains for")]
    public bool Last { get; init; }

    /// <summary>What becomes of lines far longer than all that the model learned from.</summary>
    [Description("What becomes of lines of more than twice the tokens of the longest that was learned from: split at ends of sentences or clauses, or refused")]
    public OverlongLines Overlong { get; init; } = OverlongLines.Split;

    /// <summary>Processor threads; 0: as many as there are cores. No translation depends on it.</summary>
    [Description("Processor threads, which change no translation; 0: as many as there are cores [0 to 1024; threads]")]
    public int Threads
    {
        get;
        init => field = value is >= 0 and <= 1024 ? value
            : throw new ArgumentException($"{value} threads are out of range: give 1 to 1024, or 0 for as many as there are cores");
    }

    /// <summary>How translations are searched for.</summary>
    public DecodingOptions Decoding { get; init; } = new();

    /// <summary>These settings, or an error where some of them contradict each other.</summary>
    /// <exception cref="ArgumentException">Settings of sampling without sampling, or the search's own contradictions.</exception>
    public TranslationSettings Checked()
    {
        Decoding.Checked();
        return Decoding is { Method: DecodingMethod.Sampling } or { Temperature: 1, TopK: null, TopP: 1 }
            ? this
            : throw new ArgumentException("temperature, top-k and top-p are settings of sampling: add --method sampling, or leave them out");
    }
}
