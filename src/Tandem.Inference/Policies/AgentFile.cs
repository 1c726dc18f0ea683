using System.Globalization;
using Tandem.Runs.Safetensors;

namespace Tandem.Inference;

/// <summary>How an agent stands in a safetensors file: its metadata say kind, network, spaces, form and normalisation.</summary>
internal static class AgentFile
{
    public const string Kind = "policy";
    private const int FormatVersion = 1;
    private const string NormalizationName = "normalization";
    private const string ClipName = "observationClip";

    public static SafetensorsWriter Write(Agent agent)
    {
        var writer = new SafetensorsWriter();
        var shape = agent.Perceptron.Shape;
        writer.Metadata["kind"] = Kind;
        writer.Metadata["version"] = FormatVersion.ToString(CultureInfo.InvariantCulture);
        writer.Metadata["architecture"] = "perceptron";
        writer.Metadata["widths"] = string.Join(',', shape.Widths);
        writer.Metadata["activation"] = shape.Activation.ToString();
        writer.Metadata["observations"] = SpaceJson.Write(agent.Observations);
        writer.Metadata["actions"] = SpaceJson.Write(agent.Actions);
        writer.Metadata["form"] = agent.Form.Name;
        agent.Form.Write(writer);
        WriteNormalization(writer, agent.Normalization);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            writer.Add($"layers.{layer}.weight", [shape.Widths[layer + 1], shape.Widths[layer]], agent.Perceptron.ReadWeight(layer));
            writer.Add($"layers.{layer}.bias", [shape.Widths[layer + 1]], agent.Perceptron.ReadBias(layer));
        }

        return writer;
    }

    /// <exception cref="FormatException">The file is of another kind, or lacks something; an <see cref="ArgumentException"/> where parts do not fit.</exception>
    public static Agent Read(SafetensorsFile file)
    {
        RequireKind(file);
        var widths = Array.ConvertAll(Metadata(file, "widths").Split(','), width => int.Parse(width, CultureInfo.InvariantCulture));
        var shape = new PerceptronShape(
            widths[0], widths.AsSpan(1, widths.Length - 2), widths[^1], Enum.Parse<Activation>(Metadata(file, "activation")));
        return new Agent(
            ReadPerceptron(file, shape),
            SpaceJson.Read(Metadata(file, "observations")),
            PolicyForm.Read(file, SpaceJson.Read(Metadata(file, "actions"))),
            ReadNormalization(file));
    }

    public static string Metadata(SafetensorsFile file, string name) => file.Metadata.TryGetValue(name, out var value)
        ? value
        : throw new FormatException($"its metadata lack '{name}': give a file that was saved as a policy");

    private static void WriteNormalization(SafetensorsWriter writer, ObservationNormalization? normalization)
    {
        if (normalization is null)
        {
            return;
        }

        writer.Metadata[NormalizationName] = new Normalization(normalization.Statistics, Rewards: null).ToJson();
        if (normalization.Clip is { } clip)
        {
            writer.Metadata[ClipName] = clip.ToString("R", CultureInfo.InvariantCulture);
        }
    }

    private static ObservationNormalization? ReadNormalization(SafetensorsFile file)
    {
        if (!file.Metadata.TryGetValue(NormalizationName, out var json))
        {
            return null;
        }

        var statistics = Normalization.FromJson(json).Observations
            ?? throw new FormatException("its normalisation has no statistics of observations: give a file that was saved as a policy");
        return new ObservationNormalization(
            statistics, file.Metadata.TryGetValue(ClipName, out var clip) ? double.Parse(clip, CultureInfo.InvariantCulture) : null);
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
}
