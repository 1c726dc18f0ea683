using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Tandem.Cli.Terminal;

/// <summary>Standard output as a stream of UTF-8 lines, which says when nobody reads it any more.</summary>
internal static class StandardOutput
{
    private const int Descriptor = 1;

    // EPIPE, ERROR_BROKEN_PIPE and ERROR_NO_DATA.
    private static readonly int[] ClosedPipe = [32, unchecked((int)0x8007006D), unchecked((int)0x800700E8)];

    /// <summary>Opens it; what is written appears when it is flushed.</summary>
    public static TextWriter Open() => new StreamWriter(OpenPipe() ?? Console.OpenStandardOutput(), new UTF8Encoding(false)) { NewLine = "\n" };

    /// <summary>Whether a write failed because the reader is gone, as <c>head</c> is after its lines.</summary>
    public static bool IsClosed(IOException fault) => ClosedPipe.Contains(fault.HResult);

    /// <summary>A pipe as a file, whose writes fail when nobody reads: .NET's console takes them in silence.</summary>
    private static FileStream? OpenPipe()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
        {
            return null;
        }

        try
        {
            var file = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            return file.CanSeek ? null : file; // a file's place is the shell's: only the console's stream keeps to it
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or UnauthorizedAccessException or NotSupportedException)
        {
            return null;
        }
    }
}
