using Tandem.Runs.Safetensors;

namespace Tandem.Inference;

/// <summary>
/// What a training leaves: a perceptron, what it observes and what its outputs mean. It is saved in one file that describes
/// itself, and acts in plain .NET.
/// </summary>
public sealed class Agent : IAgent
{
    private readonly ObservationEncoder encoder;

    /// <summary>An agent from its parts.</summary>
    /// <param name="perceptron">Encoded observations in; what the form reads out. The agent keeps it and does not copy it.</param>
    /// <param name="observations">What it observes.</param>
    /// <param name="form">What the outputs mean.</param>
    /// <param name="normalization">What observations were normalised by in training; null: nothing.</param>
    public Agent(Perceptron perceptron, Space observations, PolicyForm form, ObservationNormalization? normalization = null)
    {
        ArgumentNullException.ThrowIfNull(perceptron);
        ArgumentNullException.ThrowIfNull(form);
        (Perceptron, Observations, Form, Normalization) = (perceptron, observations, form, normalization);
        encoder = new ObservationEncoder(observations, normalization);
        NetworkPolicy.RequireFit(perceptron, encoder, form);
    }

    /// <summary>An agent that chooses by logits.</summary>
    /// <param name="perceptron">Encoded observations in, logits out; the agent keeps it and does not copy it.</param>
    /// <param name="observations">What it observes.</param>
    /// <param name="actions">A discrete or multi-discrete space.</param>
    /// <param name="heads">How several parts of an action are chosen.</param>
    public Agent(Perceptron perceptron, Space observations, Space actions, ActionHeads heads = ActionHeads.Joint)
        : this(perceptron, observations, new CategoricalForm(actions, heads))
    {
    }

    /// <summary>What the agent observes.</summary>
    public Space Observations { get; }

    /// <summary>What the agent chooses from.</summary>
    public Space Actions => Form.Actions;

    /// <summary>What the network's outputs mean.</summary>
    public PolicyForm Form { get; }

    /// <summary>What observations are normalised by before the network sees them; null: nothing.</summary>
    public ObservationNormalization? Normalization { get; }

    /// <summary>The network.</summary>
    public Perceptron Perceptron { get; }

    /// <summary>A rider. Each has its own memory and random stream; riders of one agent share its network, so use them from one thread.</summary>
    /// <param name="mode">Greedy, or sampled from the distribution.</param>
    /// <param name="seed">What a sampled rider draws from.</param>
    /// <exception cref="ArgumentException">A policy of action values is to be sampled.</exception>
    public IPolicy Policy(PolicyMode mode = PolicyMode.Greedy, ulong seed = 0) =>
        new NetworkPolicy(Perceptron, encoder, Form, mode, RandomStream.Create(seed, StreamPurpose.EvaluationPolicy));

    /// <summary>Writes the agent into one safetensors file.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path) => ToSafetensors().Save(path);

    /// <summary>The agent as a safetensors file, on its way to disk.</summary>
    public SafetensorsWriter ToSafetensors() => AgentFile.Write(this);

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
            return AgentFile.Read(file);
        }
        catch (Exception error) when (error is FormatException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"{source} is no policy of Tandem: {error.Message}", error);
        }
    }
}
