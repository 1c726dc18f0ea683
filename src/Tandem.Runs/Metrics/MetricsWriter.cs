using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Tandem.Runs.Metrics;

/// <summary>
/// Appends metrics to a file, one flat JSON object a line: <c>{"step":20,"return":97,"loss":0.013}</c>. Numbers that
/// JSON lacks are the strings <c>"NaN"</c>, <c>"Infinity"</c> and <c>"-Infinity"</c>.
/// </summary>
public sealed class MetricsWriter : IDisposable
{
    private const string StepName = "step";
    private static readonly TimeSpan ShowEvery = TimeSpan.FromSeconds(1);

    private readonly FileStream file;
    private readonly TimeProvider clock;
    private readonly ArrayBufferWriter<byte> line = new();
    private readonly Utf8JsonWriter json;
    private long shownAt;
    private bool hasFailed;

    private MetricsWriter(FileStream file, TimeProvider clock)
    {
        this.file = file;
        this.clock = clock;
        json = new Utf8JsonWriter(line, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        shownAt = clock.GetTimestamp();
    }

    /// <summary>Opens or creates a file and cuts it to a length: what training wrote after the checkpoint it resumes goes.</summary>
    internal static MetricsWriter Open(string path, long length, TimeProvider clock)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
            if (file.Length < length)
                throw new InvalidDataException(
                    $"'{path}' has {file.Length} bytes, the checkpoint knew {length}: restore the file, or train anew");
            file.SetLength(length);
            file.Position = length;
            return new MetricsWriter(file, clock);
        }
        catch (Exception fault)
        {
            file?.Dispose();
            if (SystemFault.IsSystem(fault))
                throw RunDirectoryException.Because($"the metrics '{path}' cannot be written", fault);
            throw;
        }
    }

    /// <summary>Appends a line. Readers see it within about a second, or at the next <see cref="Flush"/>.</summary>
    /// <param name="step">When it was measured, in whatever the task counts.</param>
    /// <param name="values">Numbers by name; <c>step</c> is taken.</param>
    /// <exception cref="ArgumentException">Two values have one name.</exception>
    public void Write(long step, params ReadOnlySpan<(string Name, double Value)> values)
    {
        CheckNames(values);
        line.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        json.WriteNumber(StepName, step);
        foreach (var (name, value) in values)
            Write(name, value);
        json.WriteEndObject();
        json.Flush();
        line.Write("\n"u8);
        Guard(Append);
    }

    /// <summary>Brings every line to the disk.</summary>
    /// <returns>The file's length in bytes, for the checkpoint.</returns>
    /// <exception cref="RunDirectoryException">The disk is full or fails.</exception>
    public long Flush()
    {
        Guard(() => file.Flush(flushToDisk: true));
        return file.Position;
    }

    /// <summary>Closes the file.</summary>
    /// <exception cref="RunDirectoryException">The disk is full or fails, and no earlier call said so.</exception>
    public void Dispose()
    {
        json.Dispose();
        var isKnown = hasFailed;
        try
        {
            Guard(file.Dispose);
        }
        catch (RunDirectoryException) when (isKnown)
        {
            // Closing tries the failed write once more; its second failure must not hide the first.
        }
    }

    private void Write(string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteString(name, double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity");
    }

    private void Append()
    {
        file.Write(line.WrittenSpan);
        if (clock.GetElapsedTime(shownAt) < ShowEvery)
            return;
        file.Flush();
        shownAt = clock.GetTimestamp();
    }

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception fault) when (SystemFault.IsSystem(fault))
        {
            hasFailed = true;
            throw RunDirectoryException.Because($"the metrics '{file.Name}' cannot be written", fault);
        }
    }

    private static void CheckNames(ReadOnlySpan<(string Name, double Value)> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var name = values[i].Name;
            var isTaken = name == StepName;
            for (var j = 0; j < i && !isTaken; j++)
                isTaken = values[j].Name == name;
            if (isTaken)
                throw new ArgumentException($"the metric '{name}' is given twice in one line: give each its own name");
        }
    }
}
