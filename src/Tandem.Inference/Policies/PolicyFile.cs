using Tandem.Inference.Trajectories;
using Tandem.Runs.Safetensors;

namespace Tandem.Inference;

/// <summary>Reads the <c>model.safetensors</c> of any training that leaves somebody who acts, by the kind that the file says it is.</summary>
public static class PolicyFile
{
    /// <summary>Reads an <see cref="Agent"/> or a <see cref="Rider"/>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged, or holds something else.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IAgent Load(string path) => From(SafetensorsFile.Read(path), path);

    /// <summary>Reads an agent from a safetensors file that was read already.</summary>
    /// <param name="file">The file.</param>
    /// <param name="source">The name that errors give it.</param>
    /// <exception cref="InvalidDataException">The file holds something else.</exception>
    public static IAgent From(SafetensorsFile file, string source)
    {
        ArgumentNullException.ThrowIfNull(file);
        return file.Metadata.GetValueOrDefault("kind") switch
        {
            AgentFile.Kind => Agent.From(file, source),
            RiderMetadata.Kind => Rider.From(file, source),
            var kind => throw new InvalidDataException(
                $"{source} holds nobody who acts: its kind is '{kind ?? "not said"}' where '{AgentFile.Kind}' or '{RiderMetadata.Kind}' is needed: give the model.safetensors of a trained policy"),
        };
    }
}
