using System.Runtime.InteropServices;

namespace Tandem.Learning.Training;

/// <summary>
/// How the process's C allocator treats what tensors free. glibc hands large blocks back to the system at once and asks
/// for fresh, zeroed pages at the next tensor, which can cost a fifth of a training step.
/// </summary>
public static class NativeAllocator
{
    // malloc.h
    private const int TrimThreshold = -1;
    private const int MapThreshold = -3;
    private const int MapMaximum = -4;
    private const int ArenaMaximum = -8;

    private delegate int MallOpt(int parameter, int value);

    /// <summary>
    /// Makes glibc keep freed memory for the next tensor, on whatever thread. It changes the whole process, so only a
    /// program's main method may call it, never a library; call it before the first tensor.
    /// </summary>
    /// <returns>Whether it took effect; false where the C library is not glibc.</returns>
    public static bool KeepFreedMemory()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out var libc) || !NativeLibrary.TryGetExport(libc, "mallopt", out var address))
            return false;
        var set = Marshal.GetDelegateForFunctionPointer<MallOpt>(address);
        return set(MapThreshold, 32 << 20) != 0     // the largest that glibc takes
            && set(MapMaximum, 0) != 0
            && set(TrimThreshold, int.MaxValue) != 0
            && set(ArenaMaximum, 1) != 0;           // other arenas cannot hold more than 64 MB
    }
}
