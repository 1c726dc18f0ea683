using System.Buffers.Binary;
using System.Runtime.InteropServices;
using CsCheck;
using Tandem.Runs.Safetensors;

namespace Tandem.Runs.Tests.Safetensors;

public sealed class SafetensorsWriterTests
{
    private static readonly Gen<(long[] Shape, byte[] Bytes, SafetensorsDtype Dtype)> tensor =
        Gen.Select(Gen.Enum<SafetensorsDtype>(), Gen.Long[0, 3].Array[0, 3]).SelectMany((dtype, shape) =>
            Gen.Byte.Array[(int)shape.Aggregate((long)dtype.Size, (product, length) => product * length)]
                .Select(bytes => (shape, bytes, dtype)));

    [Fact]
    public void The_bytes_are_exactly_these()
    {
        var bytes = Write(new SafetensorsWriter { Metadata = { ["kind"] = "é" } }
            .Add("b", [2], new byte[] { 1, 2 })
            .Add("a", [], new[] { 1f }));

        var header = """{"__metadata__":{"kind":"é"},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[2],"data_offsets":[4,6]}}""";
        Assert.Equal(SafetensorsBytes.Of(header, 0, 0, 0x80, 0x3f, 1, 2), bytes);
    }

    [Fact]
    public void Reading_gives_back_what_was_written() =>
        Gen.Select(tensor.Array[0, 5], Gen.String[Gen.Char['\0', '\ud7ff'], 0, 8], Gen.String[Gen.Char['\0', '\ud7ff'], 0, 8]).Sample((tensors, prefix, value) =>
        {
            var writer = new SafetensorsWriter { Metadata = { [prefix] = value } };
            for (var i = 0; i < tensors.Length; i++)
                writer.AddBytes(prefix + i, tensors[i].Dtype, tensors[i].Shape, tensors[i].Bytes);

            var file = SafetensorsFile.FromBytes(Write(writer), "m");

            Assert.Equal(value, file.Metadata[prefix]);
            Assert.Equal(tensors.Length, file.Names.Count);
            for (var i = 0; i < tensors.Length; i++)
            {
                Assert.Equal(new TensorInfo(prefix + i, tensors[i].Dtype, [.. tensors[i].Shape]), file.Info(prefix + i));
                Assert.Equal(tensors[i].Bytes, file.Bytes(prefix + i));
            }
        }, iter: 500);

    [Fact]
    public void The_order_of_adding_does_not_matter()
    {
        var forward = new SafetensorsWriter { Metadata = { ["a"] = "1", ["b"] = "2" } }
            .Add("x", [1], new double[] { 1 }).Add("y", [1], new sbyte[] { 2 }).Add("z", [1], new double[] { 3 });
        var backward = new SafetensorsWriter { Metadata = { ["b"] = "2", ["a"] = "1" } }
            .Add("z", [1], new double[] { 3 }).Add("y", [1], new sbyte[] { 2 }).Add("x", [1], new double[] { 1 });

        Assert.Equal(Write(forward), Write(backward));
    }

    [Fact]
    public void Data_begins_at_a_multiple_of_eight_whatever_the_header()
    {
        for (var length = 1; length <= 16; length++)
        {
            var bytes = Write(new SafetensorsWriter().Add(new string('n', length), [1], new long[] { 1 }));

            Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(bytes) % 8);
        }
    }

    [Fact]
    public void Every_type_of_number_has_its_dtype()
    {
        AssertDtype(SafetensorsDtype.F64, 1.5);
        AssertDtype(SafetensorsDtype.F32, 1.5f);
        AssertDtype(SafetensorsDtype.F16, (Half)1.5);
        AssertDtype(SafetensorsDtype.I64, -2L);
        AssertDtype(SafetensorsDtype.I32, -2);
        AssertDtype(SafetensorsDtype.I16, (short)-2);
        AssertDtype(SafetensorsDtype.I8, (sbyte)-2);
        AssertDtype(SafetensorsDtype.U64, 2UL);
        AssertDtype(SafetensorsDtype.U32, 2U);
        AssertDtype(SafetensorsDtype.U16, (ushort)2);
        AssertDtype(SafetensorsDtype.U8, (byte)2);
        AssertDtype(SafetensorsDtype.Bool, true);
    }

    [Fact]
    public void What_no_file_can_hold_is_refused()
    {
        var writer = new SafetensorsWriter().Add("w", [2], new float[2]);

        AssertRefused("tensor 'w' is already there: give each tensor its own name", () => writer.Add("w", [2], new float[2]));
        AssertRefused("tensor 'v' has shape [3], which does not match its 2 elements", () => writer.Add("v", [3], new float[2]));
        AssertRefused("tensor 'v' has shape [-1, -2]: lengths must be 0 or more", () => writer.Add("v", [-1, -2], new float[2]));
        AssertRefused("tensor 'v' has shape [4611686018427387904, 4], which does not match its 0 elements", () => writer.Add("v", [1L << 62, 4], Array.Empty<float>()));
        AssertRefused("a tensor cannot be called '__metadata__': the format reserves that name", () => writer.Add("__metadata__", [2], new float[2]));
        AssertRefused("a safetensors file cannot hold Char: give a number of 8 to 64 bits, or bool", () => writer.Add("v", [2], new char[2]));
    }

    [Fact]
    public void Saving_replaces_a_file_whole_and_leaves_nothing_beside_it()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("m.safetensors");
        File.WriteAllText(path, "older");

        new SafetensorsWriter().Add("w", [3], new float[] { 1, 2, 3 }).Save(path);

        Assert.Equal([1f, 2f, 3f], SafetensorsFile.Read(path).ReadSingles("w"));
        Assert.Equal([path], Directory.GetFileSystemEntries(folder.Path));
    }

    private static void AssertDtype<T>(SafetensorsDtype dtype, T value) where T : unmanaged
    {
        var file = SafetensorsFile.FromBytes(Write(new SafetensorsWriter().Add("w", [1], new[] { value })), "m");

        Assert.Equal(dtype, file.Info("w").Dtype);
        Assert.Equal(value, MemoryMarshal.Cast<byte, T>(file.Bytes("w"))[0]);
    }

    private static void AssertRefused(string sentence, Func<SafetensorsWriter> act) =>
        Assert.Equal(sentence, Assert.Throws<ArgumentException>(act).Message);

    private static byte[] Write(SafetensorsWriter writer)
    {
        var stream = new MemoryStream();
        writer.WriteTo(stream);
        return stream.ToArray();
    }
}
