using Tandem.Inference.Decoding;
using Tandem.Learning.Transformers;
using static TorchSharp.torch;

namespace Tandem.Learning.Translation;

/// <summary>
/// A <see cref="TokenTransformer"/> that writes sequences with libtorch, on the device where its weights stand. Sources of
/// one length are computed together, without padding, and products have at least 16 rows, from where on libtorch's results
/// for a row no longer depend on how many there are: what a source gets does not change with its neighbours.
/// </summary>
public sealed class TorchSequenceModel : ISequenceModel
{
    private const string TargetTable = "target_embedding.table.weight";
    private const string SourceTable = "source_embedding.table.weight";

    private readonly TokenTransformer model;
    private readonly Device device;
    private readonly long sourceVocabulary;

    /// <summary>Writes with a model, which stays the caller's.</summary>
    /// <param name="model">On any device; to be in evaluation mode when sources are read.</param>
    public TorchSequenceModel(TokenTransformer model)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        var weights = model.state_dict();
        var target = weights[TargetTable];
        (device, Vocabulary) = (target.device, checked((int)target.shape[0]));
        sourceVocabulary = weights.GetValueOrDefault(SourceTable, target).shape[0];
    }

    /// <inheritdoc/>
    public int Vocabulary { get; }

    /// <inheritdoc/>
    public int MaximumLength => model.Options.Positions == PositionForm.Learned ? model.Options.MaximumLength : int.MaxValue;

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The model is in training mode.</exception>
    /// <exception cref="ArgumentException">A source is empty, too long for learned positions, or has a token outside of the vocabulary.</exception>
    public ISequenceRows Begin(IReadOnlyList<int[]> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        if (model.training)
            throw new InvalidOperationException("the model is in training mode, where dropout makes it random: call eval() before it decodes");
        for (var i = 0; i < sources.Count; i++)
            Require(sources[i], i);
        return new TorchSequenceRows(model, sources, device);
    }

    private void Require(int[] source, int index)
    {
        if (source.Length == 0)
            throw new ArgumentException($"source {index} has no tokens: give at least one");
        if (source.Length > MaximumLength)
            throw new ArgumentException($"source {index} has {source.Length} tokens and the model knows {MaximumLength} positions: give shorter sources");
        foreach (var token in source)
        {
            if (token < 0 || token >= sourceVocabulary)
                throw new ArgumentException($"source {index} has the token {token}: give 0 to {sourceVocabulary - 1}");
        }
    }
}
