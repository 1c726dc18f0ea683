using System.Text.Json.Nodes;
using Tandem.Runs.Safetensors;

namespace Tandem.Runs.Checkpoints;

/// <summary>A complete checkpoint whose files were verified when it was opened.</summary>
public sealed class Checkpoint
{
    private readonly CheckpointState state;

    private Checkpoint(string path, CheckpointState state, IReadOnlyList<string> files)
    {
        Path = path;
        this.state = state;
        Files = files;
    }

    /// <summary>Its folder.</summary>
    public string Path { get; }

    /// <summary>What the folder is named after.</summary>
    public long Step => state.Step;

    /// <summary>How good it is, greater is better; null where that is not known.</summary>
    public double? Score => state.Score;

    /// <summary>How long the metrics were, in bytes.</summary>
    public long MetricsLength => state.MetricsLength;

    /// <summary>What the learner stored to go on from.</summary>
    public JsonObject State => state.Learner;

    /// <summary>The names of its files, sorted.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Opens a checkpoint's folder and verifies every file in it.</summary>
    /// <param name="path">Such as <c>runs/a/checkpoints/300</c>.</param>
    /// <exception cref="InvalidDataException">A file is missing or damaged; the message names it.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static Checkpoint Open(string path)
    {
        var manifest = CheckpointManifest.Read(path);
        manifest.Verify();
        return new Checkpoint(path, CheckpointState.Read(path), [.. manifest.Entries.Select(entry => entry.Name)]);
    }

    /// <summary>Reads <c>model.safetensors</c>.</summary>
    public SafetensorsFile ReadModel() => ReadTensors(CheckpointDraft.ModelName);

    /// <summary>Reads a file of tensors.</summary>
    /// <exception cref="InvalidDataException">The checkpoint has no such file, or it is no safetensors file.</exception>
    public SafetensorsFile ReadTensors(string name) => SafetensorsFile.Read(Find(name));

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">The checkpoint has no such file.</exception>
    public byte[] ReadBytes(string name) => File.ReadAllBytes(Find(name));

    private string Find(string name) => Files.Contains(name)
        ? System.IO.Path.Combine(Path, name)
        : throw CheckpointManifest.Fault(Path, name, $"is not there: it holds {string.Join(", ", Files)}");
}
