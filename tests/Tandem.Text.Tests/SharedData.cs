namespace Tandem.Text.Tests;

/// <summary>
/// Real corpora, which are not part of the repository: in the folder that TANDEM_DATA names, else in shared/data beside
/// the repository. Tests that need one are skipped where it is not.
/// </summary>
internal static class SharedData
{
    public static string Multi30k(string file)
    {
        var path = Folders().Select(folder => Path.Combine(folder, "multi30k", file)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, $"there is no multi30k/{file}: name the folder of the data by TANDEM_DATA");
        return path!;
    }

    private static IEnumerable<string> Folders()
    {
        if (System.Environment.GetEnvironmentVariable("TANDEM_DATA") is { Length: > 0 } named)
            yield return named;

        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Tandem.slnx")) && folder.Parent is { } beside)
                yield return Path.Combine(beside.FullName, "shared", "data");
        }
    }
}
