using System.Globalization;

namespace Tandem.Runs.Metrics;

/// <summary>
/// Writes metrics as TensorBoard reads them: an event file for each session of training, as TensorFlow writes it. A
/// session that resumes says from which step on, and TensorBoard drops what an earlier one wrote beyond it.
/// </summary>
public sealed class TensorBoardWriter : IDisposable
{
    private const string Prefix = "events.out.tfevents.";
    private static readonly TimeSpan ShowEvery = TimeSpan.FromSeconds(1);

    private readonly FileStream file;
    private readonly TimeProvider clock;
    private long shownAt;

    private TensorBoardWriter(FileStream file, TimeProvider clock)
    {
        (this.file, this.clock) = (file, clock);
        shownAt = clock.GetTimestamp();
    }

    /// <summary>Begins a session: a new file beside those of earlier ones.</summary>
    /// <param name="folder">The run's.</param>
    /// <param name="firstStep">The first step that will be written.</param>
    /// <param name="clock">Dates the events.</param>
    /// <exception cref="RunDirectoryException">The file cannot be written.</exception>
    public static TensorBoardWriter Create(string folder, long firstStep, TimeProvider clock)
    {
        try
        {
            var session = Directory.GetFiles(folder, $"{Prefix}*").Length;
            var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{clock.GetUtcNow().ToUnixTimeSeconds():D10}.{session:D4}");
            var writer = new TensorBoardWriter(new FileStream(Path.Combine(folder, name), FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite), clock);
            writer.Append(TensorBoardEvent.FileVersion(writer.Now));
            writer.Append(TensorBoardEvent.SessionStart(writer.Now, firstStep));
            writer.Flush();
            return writer;
        }
        catch (Exception fault) when (SystemFault.IsSystem(fault))
        {
            throw RunDirectoryException.Because($"TensorBoard's events cannot be written to '{folder}'", fault);
        }
    }

    private double Now => clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;

    /// <summary>Appends numbers. TensorBoard sees them within about a second, or at the next <see cref="Flush"/>.</summary>
    /// <param name="step">When they were measured, in whatever the task counts.</param>
    /// <param name="values">Numbers by tag, such as <c>loss</c> and <c>validation/loss</c>; rounded to float32.</param>
    /// <exception cref="RunDirectoryException">The disk is full or fails.</exception>
    public void Write(long step, params ReadOnlySpan<(string Name, double Value)> values)
    {
        var record = TensorBoardEvent.Scalars(Now, step, values);
        Guard(() => Append(record));
        if (clock.GetElapsedTime(shownAt) >= ShowEvery)
            Flush();
    }

    /// <summary>Lets readers see every event.</summary>
    /// <exception cref="RunDirectoryException">The disk is full or fails.</exception>
    public void Flush()
    {
        Guard(file.Flush);
        shownAt = clock.GetTimestamp();
    }

    /// <summary>Closes the file.</summary>
    /// <exception cref="RunDirectoryException">The disk is full or fails.</exception>
    public void Dispose() => Guard(file.Dispose);

    private void Append(byte[] record) => TensorBoardRecord.Write(file, record);

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception fault) when (SystemFault.IsSystem(fault))
        {
            throw RunDirectoryException.Because($"TensorBoard's events '{file.Name}' cannot be written", fault);
        }
    }
}
