using System.Runtime.InteropServices;

namespace Tandem.Environments;

/// <summary>What is shown of many worlds: their observations, normalised if wanted, the latest few of each side by side.</summary>
/// <remarks>
/// Numbers of a row: W observation width, F frames, the oldest frame first. The statistics take in every observation that a
/// rider could see, final ones included, as Gymnasium's wrapper does for a single world.
/// </remarks>
internal sealed class ObservationShell
{
    private readonly IVectorEnvironment worlds;
    private readonly RunningStatistics? statistics;
    private readonly int width;
    private readonly float[] current;
    private readonly float[] final;

    public ObservationShell(IVectorEnvironment worlds, ShellOptions options)
    {
        this.worlds = worlds;
        width = worlds.Observations.Width;
        (current, final) = (new float[worlds.Count * width * options.Frames], new float[worlds.Count * width * options.Frames]);
        statistics = options.NormalizeObservations ? new RunningStatistics(width) : null;
        if (options.NormalizeObservations && worlds.Observations is not Box)
            throw new ArgumentException($"observations of {worlds.Observations} are choices, which have no mean: leave {nameof(ShellOptions.NormalizeObservations)} off");

        Space = options.NormalizeObservations ? Box.Unbounded(width * options.Frames) : Repeated(worlds.Observations, options.Frames);
    }

    public Space Space { get; }

    public ReadOnlySpan<float> Current => current;

    public ReadOnlySpan<float> Final => final;

    public RunningStatistics? Statistics => statistics;

    public void BeginAll(bool isFrozen)
    {
        Array.Clear(final);
        for (var world = 0; !isFrozen && world < worlds.Count; world++)
            statistics?.Add(Seen(worlds.CurrentObservations, world));

        statistics?.EndBatch();
        for (var world = 0; world < worlds.Count; world++)
            Begin(world);
    }

    /// <summary>Fills all frames of a world with its current observation.</summary>
    public void Begin(int world)
    {
        var row = Row(current, world);
        Write(Seen(worlds.CurrentObservations, world), row[..width]);
        for (var frame = width; frame < row.Length; frame += width)
            row[..width].CopyTo(row[frame..]);
    }

    public void Follow(bool isFrozen)
    {
        if (!isFrozen)
            TakeIn(worlds.FinalObservations, worlds.CurrentObservations);

        for (var world = 0; world < worlds.Count; world++)
        {
            if (HasEnded(world))
                Append(Seen(worlds.FinalObservations, world), Row(current, world), Row(final, world));
        }

        if (!isFrozen)
            TakeIn(worlds.CurrentObservations, []);

        for (var world = 0; world < worlds.Count; world++)
        {
            if (HasEnded(world))
                Begin(world);
            else
                Append(Seen(worlds.CurrentObservations, world), Row(current, world), Row(current, world));
        }
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(MemoryMarshal.AsBytes<float>(current));
        writer.Write(MemoryMarshal.AsBytes<float>(final));
    }

    public void Restore(BinaryReader reader)
    {
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(current.AsSpan()));
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(final.AsSpan()));
    }

    private static Space Repeated(Space space, int frames) => (space, frames) switch
    {
        (_, 1) => space,
        (Box box, _) => new Box(Repeated(box.Low, frames), Repeated(box.High, frames)),
        (Discrete choice, _) => new MultiDiscrete(Repeated([choice.Count], frames)),
        (MultiDiscrete parts, _) => new MultiDiscrete(Repeated(parts.Counts, frames)),
        _ => throw new ArgumentException($"observations of {space} cannot be stacked: leave {nameof(ShellOptions.Frames)} at 1"),
    };

    private static T[] Repeated<T>(ReadOnlySpan<T> numbers, int times)
    {
        var repeated = new T[numbers.Length * times];
        for (var time = 0; time < times; time++)
            numbers.CopyTo(repeated.AsSpan(time * numbers.Length));

        return repeated;
    }

    /// <summary>Takes in one row of each world: of those whose episode ended the first, of the others the second, if there is one.</summary>
    private void TakeIn(ReadOnlySpan<float> ended, ReadOnlySpan<float> others)
    {
        if (statistics is null)
            return;

        for (var world = 0; world < worlds.Count; world++)
        {
            if (HasEnded(world))
                statistics.Add(Seen(ended, world));
            else if (!others.IsEmpty)
                statistics.Add(Seen(others, world));
        }

        statistics.EndBatch();
    }

    /// <summary>Writes the frames before without the oldest, and behind them the new one; both rows may be the same.</summary>
    private void Append(ReadOnlySpan<float> seen, ReadOnlySpan<float> before, Span<float> after)
    {
        before[width..].CopyTo(after);
        Write(seen, after[^width..]);
    }

    private void Write(ReadOnlySpan<float> seen, Span<float> frame)
    {
        if (statistics is null)
            seen.CopyTo(frame);
        else
            statistics.Normalize(seen, frame);
    }

    private bool HasEnded(int world) => worlds.Terminated[world] | worlds.Truncated[world];

    private ReadOnlySpan<float> Seen(ReadOnlySpan<float> rows, int world) => rows.Slice(world * width, width);

    private Span<float> Row(float[] rows, int world)
    {
        var length = rows.Length / worlds.Count;
        return rows.AsSpan(world * length, length);
    }
}
