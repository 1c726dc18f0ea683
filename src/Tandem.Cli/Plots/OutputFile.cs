namespace Tandem.Cli.Plots;

/// <summary>A file that a flag asks for: checked before anything is worked for it.</summary>
internal static class OutputFile
{
    /// <summary>Gives the path back if a file can be written there.</summary>
    /// <param name="flag">The flag that names it.</param>
    /// <param name="path">The path.</param>
    /// <param name="endings">What a picture may end in; none: the file is no picture, and its name ends in anything.</param>
    /// <exception cref="ArgumentException">No such file can be written there.</exception>
    public static string Check(string flag, string path, params string[] endings)
    {
        if (endings.Length > 0 && !endings.Contains(Path.GetExtension(path)))
            throw new ArgumentException($"{flag} {path} is no picture: give a file that ends in {string.Join(" or ", endings)}");
        if (Directory.Exists(path))
            throw new ArgumentException($"{flag} {path} is a folder: give a file");
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
            throw new ArgumentException($"{flag} {path} cannot be written: there is no folder {folder}; make it first");
        Try(flag, path);
        return path;
    }

    private static void Try(string flag, string path)
    {
        try
        {
            var isNew = !File.Exists(path);
            File.Open(path, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
            if (isNew)
                File.Delete(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new ArgumentException($"{flag} {path} cannot be written: give a file in a folder of yours", fault);
        }
    }
}
