using System.Text.Json.Nodes;
using Tandem.Runs.Safetensors;

namespace Tandem.Runs.Checkpoints;

/// <summary>What a checkpoint will hold.</summary>
public sealed class CheckpointDraft
{
    internal const string ModelName = "model.safetensors";
    internal const string StateName = "state.json";

    private readonly SortedDictionary<string, Action<Stream>> files = new(StringComparer.Ordinal);

    /// <summary>Begins with what every checkpoint has.</summary>
    /// <param name="step">What the folder is named after: episodes, updates, whatever the task counts; 0 or more.</param>
    /// <param name="model">The weights, and in the metadata what is needed to use them: <c>model.safetensors</c>.</param>
    /// <exception cref="ArgumentException">The step is negative.</exception>
    public CheckpointDraft(long step, SafetensorsWriter model)
    {
        Step = step >= 0 ? step : throw new ArgumentException($"checkpoint step {step} is negative: give 0 or more");
        Add(ModelName, model);
    }

    /// <summary>What the folder is named after.</summary>
    public long Step { get; }

    /// <summary>How good it is, greater is better; null or NaN where that is not known. The best one is kept.</summary>
    public double? Score { get; init => field = value is { } score && double.IsNaN(score) ? null : value; }

    /// <summary>What <see cref="Metrics.MetricsWriter.Flush"/> returned; a resumed run cuts its metrics back to it.</summary>
    public long MetricsLength { get; init; }

    /// <summary>Counters, random streams and whatever else the learner goes on from, as JSON.</summary>
    public JsonObject State { get; init; } = [];

    internal IReadOnlyDictionary<string, Action<Stream>> Files => files;

    /// <summary>Adds a file of tensors, such as <c>optimizer.safetensors</c>.</summary>
    /// <inheritdoc cref="Add(string, Action{Stream})"/>
    public CheckpointDraft Add(string name, SafetensorsWriter tensors) => Add(name, tensors.WriteTo);

    /// <summary>Adds a file.</summary>
    /// <inheritdoc cref="Add(string, Action{Stream})"/>
    public CheckpointDraft Add(string name, byte[] content) => Add(name, stream => stream.Write(content));

    /// <summary>Adds a file.</summary>
    /// <param name="name">Its name, without folders.</param>
    /// <param name="write">Writes its content.</param>
    /// <returns>This draft.</returns>
    /// <exception cref="ArgumentException">The name is not a plain file name, or is taken.</exception>
    public CheckpointDraft Add(string name, Action<Stream> write)
    {
        if (!IsFileName(name))
            throw new ArgumentException($"'{name}' cannot name a file of a checkpoint: give letters, digits, '.', '-' and '_', not beginning with '.'");
        if (name is StateName or CheckpointManifest.FileName || !files.TryAdd(name, write))
            throw new ArgumentException($"the checkpoint has a file '{name}' already: give each its own name");
        return this;
    }

    internal static bool IsFileName(string name) =>
        name.Length > 0 && name[0] != '.' && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');
}
