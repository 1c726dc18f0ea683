using System.Runtime.InteropServices;
using Tandem.Runs.Safetensors;
using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

/// <summary>A module's weights under their names, to and from safetensors files.</summary>
public static class StateDictionary
{
    private const int NamesInMessage = 3;

    /// <summary>Adds a module's weights to a file, as float32 copies.</summary>
    /// <param name="writer">The file to be.</param>
    /// <param name="module">Whose parameters and buffers.</param>
    /// <param name="prefix">What each name begins with in the file.</param>
    /// <returns>The writer.</returns>
    public static SafetensorsWriter AddModule(this SafetensorsWriter writer, nn.Module module, string prefix = "")
    {
        using var scope = NewDisposeScope();
        foreach (var (name, weights) in module.state_dict())
        {
            var values = weights.detach().to(ScalarType.Float32).cpu().contiguous();
            writer.Add(prefix + name, weights.shape, MemoryMarshal.Cast<byte, float>(values.bytes).ToArray());
        }
        return writer;
    }

    /// <summary>Copies a file's weights into a module; nothing is changed unless all fit.</summary>
    /// <param name="module">Whose parameters and buffers.</param>
    /// <param name="file">Must hold each of the module's names with its shape.</param>
    /// <param name="prefix">What the names of this module begin with in the file; others are left alone.</param>
    /// <exception cref="InvalidDataException">The file is of another architecture: a name is missing or unknown, or a shape differs.</exception>
    public static void LoadModule(this SafetensorsFile file, nn.Module module, string prefix = "")
    {
        var state = module.state_dict();
        RequireNames(file, state, prefix);
        var loaded = state.Select(entry => (entry.Value, Read(file, prefix + entry.Key, entry.Value))).ToList();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var (weights, values) in loaded)
            weights.copy_(tensor(values, weights.shape));
    }

    private static void RequireNames(SafetensorsFile file, Dictionary<string, Tensor> state, string prefix)
    {
        string[] missing = [.. state.Keys.Where(name => !file.Contains(prefix + name)).Select(name => prefix + name)];
        string[] unknown = [.. file.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && !state.ContainsKey(name[prefix.Length..]))];
        if (missing.Length + unknown.Length == 0)
            return;
        string[] faults = [.. Fault("lacks", missing), .. Fault("has beyond it", unknown)];
        throw new InvalidDataException(
            $"the file is of another architecture than the model: it {string.Join(" and ", faults)}: load it into a model made with the options it was saved with");

        static IEnumerable<string> Fault(string verb, string[] names) => names switch
        {
            [] => [],
            { Length: <= NamesInMessage } => [$"{verb} {string.Join(", ", names)}"],
            _ => [$"{verb} {string.Join(", ", names.Take(NamesInMessage))} and {names.Length - NamesInMessage} more"],
        };
    }

    private static float[] Read(SafetensorsFile file, string name, Tensor weights)
    {
        var shape = file.Info(name).Shape;
        if (!shape.AsSpan().SequenceEqual(weights.shape))
            throw new InvalidDataException($"{name} has the shape {ShapeText.Of(shape.AsSpan())} in the file and {ShapeText.Of(weights)} in the model: load it into a model made with the options it was saved with");
        return file.ReadSingles(name);
    }
}
