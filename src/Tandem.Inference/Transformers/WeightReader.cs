using Tandem.Runs.Safetensors;

namespace Tandem.Inference.Transformers;

/// <summary>Takes a Transformer's weights out of a file by the names of Learning's modules, and notices what is left.</summary>
/// <param name="file">The file.</param>
/// <param name="source">The name that errors give it.</param>
/// <param name="prefix">What the names of the model's tensors begin with.</param>
/// <param name="rounded">Whether matrices are packed as <see cref="ShortFloat"/>.</param>
internal sealed class WeightReader(SafetensorsFile file, string source, string prefix, bool rounded = false)
{
    private readonly HashSet<string> read = [];

    /// <exception cref="InvalidDataException">The tensor is missing or has another shape.</exception>
    public float[] Read(string name, params ReadOnlySpan<long> shape)
    {
        name = prefix + name;
        if (!file.Contains(name))
            throw new InvalidDataException($"{source} lacks the tensor '{name}' of shape [{string.Join(", ", shape.ToArray())}], which its description names: give a file that was saved whole");
        read.Add(name);
        return file.ReadSingles(name, shape);
    }

    /// <summary>A linear layer: name.weight [O, I] and name.bias [O].</summary>
    public PackedMatrix Matrix(string name, int outputs, int inputs) =>
        Pack(Read($"{name}.weight", outputs, inputs), Read($"{name}.bias", outputs), outputs, inputs);

    /// <summary>Packs a matrix [O, I] and a bias [O] that were read.</summary>
    public PackedMatrix Pack(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, int outputs, int inputs) =>
        new(weight, bias, outputs, inputs, rounded);

    /// <summary>A layer normalisation: name.weight [D] and name.bias [D].</summary>
    public LayerNormalization Norm(string name, int width) =>
        new(Read($"{name}.weight", width), Read($"{name}.bias", width));

    /// <exception cref="InvalidDataException">The file holds tensors that the description does not account for.</exception>
    public void RequireNothingLeft()
    {
        var left = file.Names.FirstOrDefault(name => name.StartsWith(prefix, StringComparison.Ordinal) && !read.Contains(name));
        if (left is not null)
            throw new InvalidDataException($"{source} has a tensor '{left}' that its description does not account for: give a file whose description and weights belong together");
    }
}
