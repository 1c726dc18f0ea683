using System.Buffers.Binary;
using System.Text;

namespace Tandem.Learning.Native;

/// <summary>
/// Edits the symbol versions that an ELF file asks of its libraries (64-bit, little-endian).
/// Layout: Linux Standard Base, Core specification, "Symbol Versioning" (Elfxx_Verneed, Elfxx_Vernaux).
/// </summary>
internal static class VersionNeed
{
    private const uint VersionNeedSection = 0x6ffffffe;
    private const ushort Weak = 2;

    /// <summary>
    /// Marks the needs for a version as weak: the loader then warns instead of refusing when no library offers it.
    /// </summary>
    /// <param name="elf">The file's bytes, changed in place.</param>
    /// <param name="version">The version's name, such as <c>GLIBCXX_3.4.32</c>.</param>
    /// <returns>How many needs were marked.</returns>
    /// <exception cref="InvalidDataException">The bytes are no such ELF file.</exception>
    public static int Weaken(Span<byte> elf, string version)
    {
        if (!elf.StartsWith("\u007fELF\u0002\u0001"u8))
            throw new InvalidDataException("not an ELF file of the 64-bit, little-endian kind");
        try
        {
            var sections = Sections(elf);
            return sections.Where(section => section.Type == VersionNeedSection).ToArray() is [var needs, ..]
                ? Weaken(elf, needs.Offset, elf[sections[needs.Link].Offset..], version)
                : 0;
        }
        catch (Exception damage) when (damage is ArgumentException or IndexOutOfRangeException or OverflowException)
        {
            throw new InvalidDataException("a damaged ELF file: a table points outside it", damage);
        }
    }

    private static Section[] Sections(ReadOnlySpan<byte> elf)
    {
        var table = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(elf[0x28..]));
        int entrySize = UInt16(elf, 0x3A);
        var sections = new Section[UInt16(elf, 0x3C)];
        for (var i = 0; i < sections.Length; i++)
        {
            var header = elf[(table + i * entrySize)..];
            sections[i] = new Section(
                Type: BinaryPrimitives.ReadUInt32LittleEndian(header[0x04..]),
                Offset: checked((int)BinaryPrimitives.ReadUInt64LittleEndian(header[0x18..])),
                Link: Int32(header, 0x28));
        }
        return sections;
    }

    private static int Weaken(Span<byte> elf, int need, ReadOnlySpan<byte> names, string version)
    {
        var marked = 0;
        for (var nextNeed = 1; nextNeed > 0; need += nextNeed)
        {
            var entry = need + Int32(elf, need + 8);
            for (var nextEntry = 1; nextEntry > 0; entry += nextEntry)
            {
                if (NameAt(names, Int32(elf, entry + 8)) == version)
                {
                    BinaryPrimitives.WriteUInt16LittleEndian(elf[(entry + 4)..], (ushort)(UInt16(elf, entry + 4) | Weak));
                    marked++;
                }
                nextEntry = Int32(elf, entry + 12);
            }
            nextNeed = Int32(elf, need + 12);
        }
        return marked;
    }

    private static string NameAt(ReadOnlySpan<byte> names, int offset)
    {
        var name = names[offset..];
        return Encoding.ASCII.GetString(name[..name.IndexOf((byte)0)]);
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    private static int Int32(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadInt32LittleEndian(bytes[offset..]);

    private readonly record struct Section(uint Type, int Offset, int Link);
}
