using System.Text;

namespace Tandem.Runs;

/// <summary>Replaces a file whole or not at all: written aside in the same folder, flushed to disk, renamed.</summary>
internal static class AtomicFile
{
    private const string AsideSuffix = ".writing";

    public static void Write(string path, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(full) ?? throw new IOException($"'{path}' is a folder: give a file");
        var aside = Path.Combine(folder, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}{AsideSuffix}");
        try
        {
            WriteFlushed(aside, write);
            File.Move(aside, full, overwrite: true);
        }
        catch
        {
            File.Delete(aside);
            throw;
        }

        DurableFolder.Flush(folder);
    }

    /// <summary>Writes a new file and returns only when the disk has it.</summary>
    public static void WriteFlushed(string path, Action<Stream> write)
    {
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        write(stream);
        stream.Flush(flushToDisk: true);
    }

    public static void WriteText(string path, string text) => Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));

    /// <summary>Deletes what killed processes left half written in a folder.</summary>
    public static void ClearLeftovers(string folder)
    {
        foreach (var aside in Directory.GetFiles(folder, $".*{AsideSuffix}"))
            File.Delete(aside);
    }
}
