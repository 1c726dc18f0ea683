using System.Runtime.InteropServices;
using Apache.Arrow;

namespace Tandem.Learning.Trajectories;

/// <summary>The bytes of one column, which grow and are then used again: no shard asks for memory that the last one had.</summary>
internal sealed class ColumnBytes
{
    private byte[] bytes = new byte[1 << 10];

    public int Length { get; private set; }

    /// <summary>The column as it stands, not copied.</summary>
    public ArrowBuffer Buffer => new(bytes.AsMemory(0, Length));

    public void Clear() => Length = 0;

    public void Append<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged
    {
        var added = MemoryMarshal.AsBytes(numbers);
        if (Length + added.Length > bytes.Length)
        {
            System.Array.Resize(ref bytes, Math.Max(2 * bytes.Length, checked(Length + added.Length)));
        }

        added.CopyTo(bytes.AsSpan(Length));
        Length += added.Length;
    }

    public void Append<T>(T number)
        where T : unmanaged => Append(new ReadOnlySpan<T>(in number));
}
