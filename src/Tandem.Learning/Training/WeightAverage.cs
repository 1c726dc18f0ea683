using System.Runtime.InteropServices;
using Tandem.Runs.Safetensors;
using static TorchSharp.torch;

namespace Tandem.Learning.Training;

/// <summary>
/// An exponential moving average of a module's weights (Polyak and Juditsky 1992; Izmailov et al. 2018 for networks):
/// less noisy than the weights of any one update. Early on it remembers less, min(decay, (1 + t) / (10 + t)) after t
/// updates, so that first weights are soon forgotten.
/// </summary>
/// <remarks>Its tensors outlive dispose scopes: dispose of it with the training.</remarks>
internal sealed class WeightAverage : IDisposable
{
    private readonly (string Name, Tensor Weights, Tensor Held)[] entries;     // held: the average, or while exchanged the weights
    private readonly double decay;

    /// <param name="parameters">What to average, each once.</param>
    /// <param name="decay">The share of the old average that stays at each update.</param>
    public WeightAverage(IEnumerable<(string Name, Tensor Weights)> parameters, double decay)
    {
        this.decay = decay;
        entries = [.. parameters.Select(entry => (entry.Name, entry.Weights, entry.Weights.detach().clone().DetachFromDisposeScope()))];
    }

    /// <summary>Takes the weights after one more update in.</summary>
    /// <param name="updates">How many there were.</param>
    public void Update(long updates)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var share = 1 - Math.Min(decay, (1.0 + updates) / (10.0 + updates));
        foreach (var (_, weights, average) in entries)
            average.mul_(Scalars.Of(1 - share)).add_(weights, Scalars.Of(share));
    }

    /// <summary>
    /// Puts the average into the module, and the weights here, until the result is disposed of: validated and saved is the
    /// average, learned is with the weights.
    /// </summary>
    public IDisposable Exchange()
    {
        Swap();
        return new Return(this);
    }

    /// <summary>Adds what stands here to a file, under the weights' names: while exchanged, the weights.</summary>
    /// <returns>The writer.</returns>
    public SafetensorsWriter AddTo(SafetensorsWriter writer)
    {
        using var scope = NewDisposeScope();
        foreach (var (name, _, held) in entries)
            writer.Add(name, held.shape, MemoryMarshal.Cast<byte, float>(held.cpu().contiguous().bytes).ToArray());
        return writer;
    }

    /// <summary>Takes back what <see cref="AddTo"/> wrote, to the bit.</summary>
    public void Load(SafetensorsFile file)
    {
        using var scope = NewDisposeScope();
        foreach (var (name, _, held) in entries)
            held.copy_(tensor(file.ReadSingles(name, held.shape), held.shape));
    }

    public void Dispose()
    {
        foreach (var (_, _, average) in entries)
            average.Dispose();
    }

    private void Swap()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var (_, weights, held) in entries)
        {
            var former = weights.clone();
            weights.copy_(held);
            held.copy_(former);
        }
    }

    private sealed class Return(WeightAverage average) : IDisposable
    {
        public void Dispose() => average.Swap();
    }
}
