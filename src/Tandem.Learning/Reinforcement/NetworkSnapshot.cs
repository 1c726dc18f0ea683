using System.Text;

namespace Tandem.Learning.Reinforcement;

/// <summary>A network as it was before an update, to go back to where the update comes to nothing. Its memory is used again.</summary>
internal sealed class NetworkSnapshot : IDisposable
{
    private readonly MemoryStream memory = new();

    public void Take(ILearnableNetwork network)
    {
        memory.SetLength(0);
        using var writer = new BinaryWriter(memory, Encoding.UTF8, leaveOpen: true);
        network.Save(writer);
    }

    public void PutBack(ILearnableNetwork network)
    {
        memory.Position = 0;
        using var reader = new BinaryReader(memory, Encoding.UTF8, leaveOpen: true);
        network.Restore(reader);
    }

    public void Dispose() => memory.Dispose();
}
