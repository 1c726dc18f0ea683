namespace Tandem.Environments.Tests;

/// <summary>Counts what this thread allocates.</summary>
internal static class Allocated
{
    public static long BytesOf(Action work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
