using System.Runtime.Versioning;
using System.Security.Cryptography;

namespace Tandem.Learning.Native;

/// <summary>
/// Keeps changed copies of native libraries in the user's cache folder. A copy appears whole or not at all, so any
/// number of processes may store the same one at once.
/// </summary>
[UnsupportedOSPlatform("windows")]
internal static class PatchedCopies
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The user's folder for such copies; null where the user has no home.</summary>
    public static string? UserFolder()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return Path.IsPathRooted(cache) ? Path.Combine(cache, "tandem", "native")
            : home.Length > 0 ? Path.Combine(home, ".cache", "tandem", "native")
            : null;
    }

    /// <summary>Stores a copy under its version and content, unless it is there already.</summary>
    /// <returns>The copy's path.</returns>
    public static string Store(string folder, string fileName, string version, ReadOnlySpan<byte> content)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(content))[..16];
        var place = Path.Combine(folder, $"{version}-{hash}");
        var path = Path.Combine(place, fileName);
        if (!Holds(path, content))
        {
            Directory.CreateDirectory(place, OwnerOnly);
            Write(path, content);
        }
        return path;
    }

    private static bool Holds(string path, ReadOnlySpan<byte> content) =>
        File.Exists(path) && content.SequenceEqual(File.ReadAllBytes(path));

    private static void Write(string path, ReadOnlySpan<byte> content)
    {
        var aside = $"{path}.{Path.GetRandomFileName()}";
        try
        {
            using (var file = File.OpenHandle(aside, FileMode.CreateNew, FileAccess.Write))
            {
                RandomAccess.Write(file, content, fileOffset: 0);
                RandomAccess.FlushToDisk(file);
            }
            File.Move(aside, path, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }
    }
}
