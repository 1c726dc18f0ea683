using Tandem.Runs.Safetensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Transformers;

/// <summary>Tensors that PyTorch computed: tests/golden/README.md.</summary>
internal sealed class GoldenTensors(string name)
{
    public SafetensorsFile File { get; } = SafetensorsFile.Read(Path.Combine(AppContext.BaseDirectory, "golden", name + ".safetensors"));

    public Tensor Singles(string tensorName) => tensor(File.ReadSingles(tensorName), File.Info(tensorName).Shape.ToArray());

    /// <summary>PyTorch's masks mark what is forbidden, ours what is allowed.</summary>
    public Tensor Allowed(string tensorName) =>
        tensor(File.Bytes(tensorName).ToArray().Select(forbidden => forbidden == 0).ToArray(), File.Info(tensorName).Shape.ToArray());

    public Tensor Int64s(string tensorName) => tensor(File.ReadInt64s(tensorName), File.Info(tensorName).Shape.ToArray());

    /// <summary>Each gradient within 1e-4 of its own largest element; those that are pure rounding within 1e-7.</summary>
    public void AssertGradients(nn.Module module)
    {
        foreach (var (name, parameter) in module.named_parameters())
        {
            var expected = Singles("grad." + name);
            var actual = parameter.grad ?? throw new InvalidOperationException($"{name} has no gradient");
            var parts = name.EndsWith("in_proj_bias", StringComparison.Ordinal) ? 3 : 1;
            var (expectedParts, actualParts) = (expected.chunk(parts), actual.chunk(parts));
            for (var part = 0; part < parts; part++)
            {
                // A key's bias adds the same to all scores of a query, which the softmax takes away again.
                var isKeyBias = parts == 3 && part == 1;
                var tolerance = isKeyBias ? 1e-7 : 1e-4 * expectedParts[part].abs().max().ToSingle();
                TensorAssert.Close(expectedParts[part], actualParts[part], tolerance, $"gradient of {name}, part {part}");
            }
        }
    }
}
