using Tandem.Inference.Transformers;
using Tandem.Runs.Safetensors;

namespace Tandem.Inference.Trajectories;

/// <summary>
/// A trained Decision Transformer, or a clone, in plain .NET: what <c>tandem train decision-transformer</c> leaves.
/// </summary>
/// <remarks>
/// Where its attention is banded in steps, keys and values of earlier tokens are kept, and each step computes its own tokens
/// only: a token's keys hold no more than what a window of training held, so the numbers are those of the whole window. Where
/// it is not, keys that are kept would have seen tokens that the window has lost, so the window is computed anew.
/// A program that is compiled ahead of time should say <c>&lt;IlcInstructionSet&gt;native&lt;/IlcInstructionSet&gt;</c>.
/// </remarks>
public sealed class Rider : IAgent
{
    private const int GreatestThreads = 1024;

    private readonly RiderWeights weights;
    private readonly ThreadTeam team;

    private Rider(RiderWeights weights, int threads) => (this.weights, team) = (weights, new ThreadTeam(threads));

    /// <inheritdoc/>
    public Space Observations => weights.Metadata.Observations;

    /// <inheritdoc/>
    public Space Actions => weights.Metadata.Actions;

    /// <summary>Whether it asks for a return that somebody may name; else it imitates, or asks for the best as its critic saw it.</summary>
    public bool NeedsTarget => weights.Metadata.NeedsTarget;

    /// <summary>The highest return among the finished episodes that it learned from: what it asks for unless told.</summary>
    public double BestReturn => weights.Metadata.BestReturn;

    /// <summary>How many steps, the present one included, an action may depend on.</summary>
    public int Reach => weights.Metadata.Reach;

    /// <summary>Whether a file holds a rider of this kind: one that trained on rides and is a Transformer.</summary>
    public static bool Reads(SafetensorsFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Metadata.GetValueOrDefault("kind") == RiderMetadata.Kind && file.Metadata.GetValueOrDefault("architecture") == RiderMetadata.Architecture;
    }

    /// <summary>Reads a rider from a file that describes itself.</summary>
    /// <param name="path">The model.safetensors of a run on recorded rides.</param>
    /// <param name="threads">How many threads work at once on what one caller asks; 1 to 1024. Results do not depend on it.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or holds something else.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Rider Load(string path, int threads = 1) => From(SafetensorsFile.Read(path), path, threads);

    /// <summary>Reads a rider from a safetensors file that was read already.</summary>
    /// <param name="file">The file.</param>
    /// <param name="source">The name that errors give it.</param>
    /// <param name="threads">How many threads work at once on what one caller asks; 1 to 1024. Results do not depend on it.</param>
    /// <exception cref="InvalidDataException">The file holds something else, or tensors are missing or of another shape.</exception>
    public static Rider From(SafetensorsFile file, string source, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (threads is < 1 or > GreatestThreads)
            throw new ArgumentException($"{threads} threads are out of range: give 1 to {GreatestThreads}");
        return new Rider(new RiderWeights(file, source, RiderMetadata.Read(file, source)), threads);
    }

    /// <summary>A policy with rides and a random stream of its own. Several may be used at once, each from one thread.</summary>
    /// <param name="mode">Greedy, or sampled from the distribution.</param>
    /// <param name="seed">What a sampled one draws from.</param>
    /// <param name="target">The return to ask for; null: <see cref="BestReturn"/>. A rider who needs no target takes none.</param>
    /// <exception cref="ArgumentException">The target is no finite number, or nobody asks for one.</exception>
    public RiderPolicy Policy(PolicyMode mode = PolicyMode.Greedy, ulong seed = 0, double? target = null)
    {
        if (target is { } asked && !NeedsTarget)
            throw new ArgumentException($"the rider asks for no return that could be named, and was given a target of {asked}: leave it out");
        if (target is { } given && !double.IsFinite(given))
            throw new ArgumentException($"a target return of {given} cannot be asked for: give a finite number, such as {BestReturn}, the highest in the data");
        return new RiderPolicy(weights, team, mode, RandomStream.Create(seed, StreamPurpose.EvaluationPolicy), NeedsTarget ? target ?? BestReturn : 0);
    }

    IPolicy IAgent.Policy(PolicyMode mode, ulong seed) => Policy(mode, seed);
}
