using System.Globalization;
using Tandem.Runs.Safetensors;

namespace Tandem.Inference;

/// <summary>
/// What a training leaves: a perceptron, what it observes and what its outputs mean. It is saved in one file that describes
/// itself, and acts in plain .NET.
/// </summary>
public sealed class Agent : IAgent
{
    internal const string Kind = "policy";
    private const int FormatVersion = 1;

    private readonly Perceptron perceptron;
    private readonly ObservationEncoder encoder;
    private readonly CategoricalHeads heads;

    /// <summary>An agent from its parts.</summary>
    /// <param name="perceptron">Encoded observations in, logits out; the agent keeps it and does not copy it.</param>
    /// <param name="observations">What it observes.</param>
    /// <param name="actions">A discrete or multi-discrete space.</param>
    /// <param name="heads">How several parts of an action are chosen.</param>
    public Agent(Perceptron perceptron, Space observations, Space actions, ActionHeads heads = ActionHeads.Joint)
    {
        ArgumentNullException.ThrowIfNull(perceptron);
        ArgumentNullException.ThrowIfNull(observations);
        ArgumentNullException.ThrowIfNull(actions);
        (this.perceptron, Observations, Actions) = (perceptron, observations, actions);
        encoder = new ObservationEncoder(observations);
        this.heads = new CategoricalHeads(actions, heads);
        CategoricalPolicy.RequireFit(perceptron, encoder, this.heads);
    }

    /// <summary>What the agent observes.</summary>
    public Space Observations { get; }

    /// <summary>What the agent chooses from.</summary>
    public Space Actions { get; }

    /// <summary>A rider. Each has its own memory and random stream; riders of one agent share its network, so use them from one thread.</summary>
    /// <param name="mode">Greedy, or sampled from the distribution.</param>
    /// <param name="seed">What a sampled rider draws from.</param>
    public IPolicy Policy(PolicyMode mode = PolicyMode.Greedy, ulong seed = 0) =>
        new CategoricalPolicy(perceptron, encoder, heads, mode, RandomStream.Create(seed, StreamPurpose.EvaluationPolicy));

    /// <summary>Writes the agent into one safetensors file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => ToSafetensors().Save(path);

    /// <summary>The agent as a safetensors file, on its way to disk.</summary>
    public SafetensorsWriter ToSafetensors()
    {
        var writer = new SafetensorsWriter();
        writer.Metadata["kind"] = Kind;
        writer.Metadata["version"] = FormatVersion.ToString(CultureInfo.InvariantCulture);
        writer.Metadata["architecture"] = "perceptron";
        writer.Metadata["widths"] = string.Join(',', perceptron.Shape.Widths);
        writer.Metadata["activation"] = perceptron.Shape.Activation.ToString();
        writer.Metadata["observations"] = SpaceJson.Write(Observations);
        writer.Metadata["actions"] = SpaceJson.Write(Actions);
        writer.Metadata["heads"] = heads.Heads.ToString();
        for (var layer = 0; layer < perceptron.Shape.Layers; layer++)
        {
            var (inputs, outputs) = (perceptron.Shape.Widths[layer], perceptron.Shape.Widths[layer + 1]);
            writer.Add($"layers.{layer}.weight", [outputs, inputs], perceptron.ReadWeight(layer));
            writer.Add($"layers.{layer}.bias", [outputs], perceptron.ReadBias(layer));
        }

        return writer;
    }

    /// <summary>Reads an agent that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or holds something else.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Agent Load(string path) => From(SafetensorsFile.Read(path), path);

    /// <summary>Reads an agent from a safetensors file that was read already.</summary>
    /// <param name="file">The file.</param>
    /// <param name="source">The name that errors give it.</param>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static Agent From(SafetensorsFile file, string source)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            RequireKind(file);
            var widths = Array.ConvertAll(Metadata(file, "widths").Split(','), width => int.Parse(width, CultureInfo.InvariantCulture));
            var shape = new PerceptronShape(
                widths[0], widths.AsSpan(1, widths.Length - 2), widths[^1], Enum.Parse<Activation>(Metadata(file, "activation")));
            return new Agent(
                ReadPerceptron(file, shape),
                SpaceJson.Read(Metadata(file, "observations")),
                SpaceJson.Read(Metadata(file, "actions")),
                Enum.Parse<ActionHeads>(Metadata(file, "heads")));
        }
        catch (Exception error) when (error is FormatException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"{source} is no policy of Tandem: {error.Message}", error);
        }
    }

    private static Perceptron ReadPerceptron(SafetensorsFile file, PerceptronShape shape)
    {
        // The file's tensors are as large as the file: read them before setting aside what the metadata claim.
        var layers = Enumerable.Range(0, shape.Layers).Select(layer => (
            Weight: file.ReadSingles($"layers.{layer}.weight", shape.Widths[layer + 1], shape.Widths[layer]),
            Bias: file.ReadSingles($"layers.{layer}.bias", shape.Widths[layer + 1]))).ToArray();
        var perceptron = new Perceptron(shape);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            perceptron.WriteWeight(layer, layers[layer].Weight);
            perceptron.WriteBias(layer, layers[layer].Bias);
        }

        return perceptron;
    }

    private static void RequireKind(SafetensorsFile file)
    {
        if (!file.Metadata.TryGetValue("kind", out var kind) || kind != Kind)
        {
            throw new FormatException($"its kind is '{kind ?? "not said"}' where '{Kind}' is needed: give the model.safetensors of a trained policy");
        }

        if (Metadata(file, "version") != FormatVersion.ToString(CultureInfo.InvariantCulture))
        {
            throw new FormatException($"its format is version {Metadata(file, "version")} and this program reads version {FormatVersion}: update Tandem");
        }
    }

    private static string Metadata(SafetensorsFile file, string name) => file.Metadata.TryGetValue(name, out var value)
        ? value
        : throw new FormatException($"its metadata lack '{name}': give a file that was saved as a policy");
}
