namespace Tandem.Inference.Transformers;

// Legend: R rows, T tokens so far.

/// <summary>
/// Which slots hold each row's tokens, and which its source. A row that is kept, dropped or repeated moves this list and
/// nothing else.
/// </summary>
internal sealed class RowLists
{
    private const int LeastLength = 32;

    private Lists now;
    private Lists next;
    private int length;     // T

    /// <summary>One row for each source, with no tokens yet.</summary>
    public RowLists(SourceMemory memory)
    {
        var sources = memory.Lengths.Length;
        now = new Lists(sources, LeastLength);
        next = new Lists(sources, LeastLength);
        for (var source = 0; source < sources; source++)
            (now.MemoryStarts[source], now.MemoryLengths[source]) = (memory.Start(source), memory.Lengths[source]);
    }

    /// <summary>[R] T − 1: where each row's last token stands.</summary>
    public int[] Positions => now.Positions;

    /// <summary>The slots of each row's own tokens.</summary>
    public RowSlots Own => new(now.Slots, now.Starts, now.Lengths);

    /// <summary>The slots of each row's source.</summary>
    public RowSlots Memory(SourceMemory memory) => memory.Slots(now.MemoryStarts, now.MemoryLengths);

    /// <summary>Row i becomes what row parents[i] was, with one slot more.</summary>
    /// <param name="parents">[R].</param>
    /// <param name="firstSlot">The slot that row 0 gains; the next row gains the next.</param>
    public void Follow(ReadOnlySpan<int> parents, int firstSlot)
    {
        if (!next.Fit(parents.Length, length + 1))
            next = new Lists(Math.Max(parents.Length, now.Rows), length + 1 > now.Capacity ? 2 * now.Capacity : now.Capacity);
        for (var row = 0; row < parents.Length; row++)
        {
            var parent = parents[row];
            var start = row * next.Capacity;
            now.Slots.AsSpan(parent * now.Capacity, length).CopyTo(next.Slots.AsSpan(start));
            next.Slots[start + length] = firstSlot + row;
            (next.Starts[row], next.Lengths[row], next.Positions[row]) = (start, length + 1, length);
            (next.MemoryStarts[row], next.MemoryLengths[row]) = (now.MemoryStarts[parent], now.MemoryLengths[parent]);
        }
        (now, next) = (next, now);
        length++;
    }

    private sealed class Lists(int rows, int capacity)
    {
        public int Rows => rows;

        public int Capacity => capacity;

        public int[] Slots { get; } = new int[checked(rows * capacity)];

        public int[] Starts { get; } = new int[rows];

        public int[] Lengths { get; } = new int[rows];

        public int[] Positions { get; } = new int[rows];

        public int[] MemoryStarts { get; } = new int[rows];

        public int[] MemoryLengths { get; } = new int[rows];

        public bool Fit(int wantedRows, int wantedLength) => wantedRows <= rows && wantedLength <= capacity;
    }
}
