namespace Tandem.Learning.Tests.Training;

/// <summary>An empty folder that is deleted with what is in it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("tandem-training-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
