namespace Tandem.Runs;

/// <summary>
/// Keeps a second training out of a run directory. The operating system drops the lock when the process ends, however
/// it ends; the file itself stays.
/// </summary>
internal sealed class RunLock : IDisposable
{
    public const string FileName = ".lock";

    private readonly FileStream held;

    private RunLock(string folder, FileMode mode) =>
        held = new FileStream(Path.Combine(folder, FileName), mode, FileAccess.ReadWrite, FileShare.None);

    /// <summary>Claims a new folder; null where another was quicker.</summary>
    public static RunLock? Claim(string folder)
    {
        try
        {
            return new RunLock(folder, FileMode.CreateNew);
        }
        catch (IOException) when (File.Exists(Path.Combine(folder, FileName)))
        {
            return null;
        }
    }

    /// <summary>Takes the lock of an existing run.</summary>
    /// <exception cref="RunDirectoryException">Another process has it, or the folder cannot be written.</exception>
    public static RunLock Take(string folder)
    {
        try
        {
            return new RunLock(folder, FileMode.OpenOrCreate);
        }
        catch (IOException fault) when (SystemFault.IsInUse(fault))
        {
            throw new RunDirectoryException(
                $"the run '{folder}' is being trained by another process: wait for it to end, or start a run in another folder", fault);
        }
        catch (Exception fault) when (SystemFault.IsSystem(fault))
        {
            throw RunDirectoryException.Because($"the run '{folder}' cannot be locked", fault);
        }
    }

    public void Dispose() => held.Dispose();
}
