using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Tandem.Learning.Native;

namespace Tandem.Learning.Tests.Native;

public sealed class VersionNeedTests
{
    private const int FirstFlags = SmallElf.Needs + 16 + 4;
    private const int SecondFlags = SmallElf.Needs + 32 + 4;
    private const int ThirdFlags = SmallElf.Needs + 64 + 4;

    [Theory]
    [InlineData("OLD_1", FirstFlags)]
    [InlineData("NEW_2", SecondFlags)]
    [InlineData("OTHER_3", ThirdFlags)]
    public void Weakening_a_version_changes_its_flags_and_nothing_else(string version, int flags)
    {
        var expected = SmallElf.Create();
        expected[flags] = 2;

        var elf = SmallElf.Create();
        var marked = VersionNeed.Weaken(elf, version);

        Assert.Equal(1, marked);
        Assert.Equal(expected, elf);
    }

    [Fact]
    public void A_version_that_is_not_asked_for_changes_nothing()
    {
        var elf = SmallElf.Create();

        Assert.Equal(0, VersionNeed.Weaken(elf, "NEW"));
        Assert.Equal(SmallElf.Create(), elf);
    }

    [Fact]
    public void Another_kind_of_file_is_refused()
    {
        var failure = Assert.Throws<InvalidDataException>(() => VersionNeed.Weaken("MZ, a Windows library"u8.ToArray(), "NEW_2"));

        Assert.Equal("not an ELF file of the 64-bit, little-endian kind", failure.Message);
    }

    [Fact]
    public void A_file_cut_short_is_refused()
    {
        for (var length = 6; length <= SmallElf.Length - SmallElf.UnreadTail; length++)
        {
            var elf = SmallElf.Create()[..length];

            Assert.Throws<InvalidDataException>(() => VersionNeed.Weaken(elf, "OTHER_3"));
        }
    }

    [Fact]
    public void A_damaged_file_ends_in_an_answer_or_a_refusal() =>
        Gen.Select(Gen.Int[6, SmallElf.Length - 1], Gen.Byte).Array[1, 8].Sample(damage =>
        {
            var elf = SmallElf.Create();
            foreach (var (offset, value) in damage)
                elf[offset] = value;
            try
            {
                VersionNeed.Weaken(elf, "NEW_2");
            }
            catch (InvalidDataException)
            {
            }
        });

    /// <summary>Two libraries: the first asked for OLD_1 and NEW_2, the second for OTHER_3.</summary>
    private static class SmallElf
    {
        public const int Needs = 0x40;
        private const int Names = 0xA0;
        private const int Sections = 0xC0;
        public const int Length = Sections + 2 * 64;
        public const int UnreadTail = 64 - 0x2B;

        public static byte[] Create()
        {
            var elf = new byte[Length];
            "\u007fELF\u0002\u0001"u8.CopyTo(elf);
            BinaryPrimitives.WriteUInt64LittleEndian(elf.AsSpan(0x28), Sections);
            BinaryPrimitives.WriteUInt16LittleEndian(elf.AsSpan(0x3A), 64);
            BinaryPrimitives.WriteUInt16LittleEndian(elf.AsSpan(0x3C), 2);
            Encoding.ASCII.GetBytes("\0OLD_1\0NEW_2\0OTHER_3\0").CopyTo(elf, Names);
            Need(elf, Needs, entries: 2, firstEntry: 16, next: 48);
            Entry(elf, Needs + 16, name: 1, next: 16);
            Entry(elf, Needs + 32, name: 7, next: 0);
            Need(elf, Needs + 48, entries: 1, firstEntry: 16, next: 0);
            Entry(elf, Needs + 64, name: 13, next: 0);
            Section(elf, 0, type: 3, offset: Names, link: 0);
            Section(elf, 1, type: 0x6ffffffe, offset: Needs, link: 0);
            return elf;
        }

        private static void Need(byte[] elf, int at, ushort entries, int firstEntry, int next)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(elf.AsSpan(at), 1);
            BinaryPrimitives.WriteUInt16LittleEndian(elf.AsSpan(at + 2), entries);
            BinaryPrimitives.WriteInt32LittleEndian(elf.AsSpan(at + 8), firstEntry);
            BinaryPrimitives.WriteInt32LittleEndian(elf.AsSpan(at + 12), next);
        }

        private static void Entry(byte[] elf, int at, int name, int next)
        {
            BinaryPrimitives.WriteInt32LittleEndian(elf.AsSpan(at + 8), name);
            BinaryPrimitives.WriteInt32LittleEndian(elf.AsSpan(at + 12), next);
        }

        private static void Section(byte[] elf, int index, uint type, ulong offset, int link)
        {
            var header = elf.AsSpan(Sections + index * 64);
            BinaryPrimitives.WriteUInt32LittleEndian(header[0x04..], type);
            BinaryPrimitives.WriteUInt64LittleEndian(header[0x18..], offset);
            BinaryPrimitives.WriteInt32LittleEndian(header[0x28..], link);
        }
    }
}
