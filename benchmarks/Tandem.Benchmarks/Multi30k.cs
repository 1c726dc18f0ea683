namespace Tandem.Benchmarks;

/// <summary>Where the Multi30k corpus lies: the folder named by TANDEM_DATA, or shared/data/multi30k beside the repository.</summary>
internal static class Multi30k
{
    public static string? Folder() => Named().FirstOrDefault(folder => folder is not null && File.Exists(Path.Combine(folder, "train.de")));

    /// <summary>Says how to get the corpus; the exit code of a benchmark that lacks it.</summary>
    public static int Missing()
    {
        Console.Error.WriteLine("Multi30k is not here: put its files (train.en, train.de, train.lc.norm.tok.en, …) into a folder and name it in TANDEM_DATA");
        return 1;
    }

    private static IEnumerable<string?> Named()
    {
        yield return System.Environment.GetEnvironmentVariable("TANDEM_DATA");
        yield return Path.Combine(Peer.RepositoryRoot(), "..", "shared", "data", "multi30k");
    }
}
