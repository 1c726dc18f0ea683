using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Tandem.Learning.Training;

/// <summary>Parameters that decay alike.</summary>
/// <param name="Parameters">Each once, under its name in the module.</param>
/// <param name="WeightDecay">How strongly they are drawn towards zero.</param>
public sealed record ParameterGroup(IReadOnlyList<(string Name, Parameter Parameter)> Parameters, double WeightDecay)
{
    /// <summary>
    /// Splits a module's trainable parameters: matrices decay; vectors (norms and biases) and the tables of embeddings,
    /// also where an output product shares them, do not.
    /// </summary>
    /// <param name="module">The module to train.</param>
    /// <param name="weightDecay">Of the matrices.</param>
    /// <returns>One group or two, in the order of the module's names; none is empty.</returns>
    public static IReadOnlyList<ParameterGroup> Split(nn.Module module, double weightDecay)
    {
        var tables = module.named_modules().Where(entry => entry.module is Embedding).Select(entry => entry.name + ".weight").ToHashSet();
        var parameters = module.named_parameters().Where(entry => entry.parameter.requires_grad).DistinctBy(entry => entry.parameter.Handle);
        var groups = parameters.ToLookup(entry => entry.parameter.dim() > 1 && !tables.Contains(entry.name));
        ParameterGroup[] all = [new([.. groups[true]], weightDecay), new([.. groups[false]], 0)];
        return [.. all.Where(group => group.Parameters.Count > 0)];
    }
}
