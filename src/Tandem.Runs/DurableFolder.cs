using System.Runtime.InteropServices;
using System.Text;

namespace Tandem.Runs;

/// <summary>
/// Makes the names in a folder survive a power cut: on Linux and macOS a rename is durable only when the folder itself
/// is flushed, which .NET offers no call for. Windows journals its folders.
/// </summary>
internal static class DurableFolder
{
    private const int ReadOnly = 0;

    /// <summary>Best effort: a file system that cannot flush a folder is not an error.</summary>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(Encoding.UTF8.GetBytes(folder + '\0'), ReadOnly);
        if (descriptor < 0)
            return;
        _ = Sync(descriptor);
        _ = Close(descriptor);
    }

    [DllImport("libc", EntryPoint = "open")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
