namespace Tandem.Runs;

/// <summary>Tells apart what the operating system refuses; .NET has one exception for all of it.</summary>
internal static class SystemFault
{
    private const int DiskFullUnix = 28; // ENOSPC
    private const int DiskFullWindows = unchecked((int)0x80070070);
    private const int SharingWindows = unchecked((int)0x80070020);
    private const int WouldBlockLinux = 11;
    private const int WouldBlockMac = 35;

    public static bool IsSystem(Exception fault) => fault is IOException or UnauthorizedAccessException;

    public static bool IsDiskFull(Exception fault) => fault.HResult is DiskFullUnix or DiskFullWindows;

    public static bool IsInUse(IOException fault) => fault.HResult is SharingWindows or WouldBlockLinux or WouldBlockMac;
}
