using CsCheck;
using Tandem.Runs.Safetensors;

namespace Tandem.Runs.Tests.Safetensors;

public sealed class SafetensorsFileTests
{
    private const string OneByte = """{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""";

    [Fact]
    public void A_file_written_by_hand_is_read()
    {
        var header = """{"__metadata__":{"kind":"test"},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]},"a":{"dtype":"I64","shape":[],"data_offsets":[0,8]}}""";

        var file = SafetensorsFile.FromBytes(SafetensorsBytes.Of(header, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0), "m");

        Assert.Equal(["a", "b"], file.Names);
        Assert.Equal("test", file.Metadata["kind"]);
        Assert.Equal(new TensorInfo("b", SafetensorsDtype.F32, [2]), file.Info("b"));
        Assert.Equal([7], file.ReadInt64s("a"));
        Assert.Equal([1f, -2f], file.ReadSingles("b"));
        Assert.Equal([1d, -2d], file.ReadDoubles("b"));
        Assert.Equal("b F32 [2]", file.Info("b").ToString());
    }

    [Fact]
    public void An_empty_file_of_no_tensors_is_read()
    {
        var file = SafetensorsFile.FromBytes(SafetensorsBytes.Of("{}"), "m");

        Assert.Empty(file.Names);
        Assert.Empty(file.Metadata);
    }

    [Fact]
    public void Half_and_brain_floats_are_widened()
    {
        var header = """{"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"BF16","shape":[2],"data_offsets":[4,8]}}""";

        var file = SafetensorsFile.FromBytes(SafetensorsBytes.Of(header, 0x00, 0x3e, 0x00, 0x7c, 0xc0, 0x3f, 0x80, 0xff), "m");

        Assert.Equal([1.5f, float.PositiveInfinity], file.ReadSingles("h"));
        Assert.Equal([1.5d, double.NegativeInfinity], file.ReadDoubles("b"));
    }

    [Fact]
    public void A_float_may_begin_at_an_odd_byte()
    {
        var header = """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"w":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}}""";

        Assert.Equal([1f], SafetensorsFile.FromBytes(SafetensorsBytes.Of(header, 9, 0, 0, 0x80, 0x3f), "m").ReadSingles("w"));
    }

    [Theory]
    [InlineData("U8", 200, 200)]
    [InlineData("I8", 200, -56)]
    [InlineData("BOOL", 200, 1)]
    public void One_byte_means_what_its_type_says(string dtype, byte given, long expected)
    {
        var header = OneByte.Replace("U8", dtype);

        Assert.Equal([expected], SafetensorsFile.FromBytes(SafetensorsBytes.Of(header, given), "m").ReadInt64s("w"));
    }

    [Fact]
    public void Asking_for_what_is_not_there_is_refused_by_name()
    {
        var file = SafetensorsFile.FromBytes(SafetensorsBytes.Of(OneByte, 1), "m");

        AssertFault("'m' has no tensor 'v'", () => file.Bytes("v"));
        AssertFault("'m': tensor 'w' holds U8 where floating-point elements are expected", () => file.ReadSingles("w"));
        AssertFault("'m': tensor 'w' holds U8 where floating-point elements are expected", () => file.ReadDoubles("w"));
        AssertFault("'m': tensor 'w' has shape [1] where [2, 3] is expected", () => file.ReadSingles("w", 2, 3));
    }

    [Theory]
    [InlineData("""{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"w":{"dtype":"U8","shape":[0],"data_offsets":[1,1]}}""", "'m' names 'w' twice in its header")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", "'m' names 'a' twice in its __metadata__")]
    [InlineData("""{"__metadata__":{"a":1}}""", "'m' has a __metadata__ entry 'a' that is not a string")]
    [InlineData("""{"__metadata__":[]}""", "'m' has a __metadata__ that is not an object")]
    [InlineData("""{"w":[]}""", "'m': tensor 'w' is not described by an object")]
    [InlineData("""{"w":{"dtype":"F8","shape":[1],"data_offsets":[0,1]}}""", "'m': tensor 'w' has dtype 'F8', which is not one of F64, F32, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8, BOOL")]
    [InlineData("""{"w":{"dtype":8,"shape":[1],"data_offsets":[0,1]}}""", "'m': tensor 'w' has a dtype that is not a string")]
    [InlineData("""{"w":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", "'m': tensor 'w' gives dtype twice")]
    [InlineData("""{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":1}}""", "'m': tensor 'w' has an unknown field 'x': the format knows dtype, shape and data_offsets")]
    [InlineData("""{"w":{"shape":[1],"data_offsets":[0,1]}}""", "'m': tensor 'w' lacks its dtype")]
    [InlineData("""{"w":{"dtype":"U8","data_offsets":[0,1]}}""", "'m': tensor 'w' lacks its shape")]
    [InlineData("""{"w":{"dtype":"U8","shape":[1]}}""", "'m': tensor 'w' lacks its data_offsets")]
    [InlineData("""{"w":{"dtype":"U8","shape":1,"data_offsets":[0,1]}}""", "'m': tensor 'w' has a shape that is not an array")]
    [InlineData("""{"w":{"dtype":"U8","shape":[-1],"data_offsets":[0,1]}}""", "'m': tensor 'w' has -1 in its shape: only whole numbers from 0 to 2^63 - 1 are allowed")]
    [InlineData("""{"w":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}}""", "'m': tensor 'w' has 1.0 in its shape: only whole numbers from 0 to 2^63 - 1 are allowed")]
    [InlineData("""{"w":{"dtype":"U8","shape":[18446744073709551616],"data_offsets":[0,1]}}""", "'m': tensor 'w' has 18446744073709551616 in its shape: only whole numbers from 0 to 2^63 - 1 are allowed")]
    [InlineData("""{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,-1]}}""", "'m': tensor 'w' has -1 in its data_offsets: only whole numbers from 0 to 2^63 - 1 are allowed")]
    [InlineData("""{"w":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}""", "'m': tensor 'w' has 3 data_offsets: the format asks for begin and end")]
    [InlineData("""{"w":{"dtype":"U8","shape":[1],"data_offsets":[1,0]}}""", "'m': tensor 'w' ends at byte 0, before it begins at byte 1")]
    [InlineData("""{"w":{"dtype":"F64","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", "'m': tensor 'w' has shape [4611686018427387904, 4], whose size overflows 64 bits")]
    [InlineData("""{"w":{"dtype":"F64","shape":[4611686018427387904,4,0],"data_offsets":[0,0]}}""", "'m': tensor 'w' has shape [4611686018427387904, 4, 0], whose size overflows 64 bits")]
    [InlineData("""{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,1]}}""", "'m': tensor 'w' has shape [1] of F32, 4 bytes, but its data_offsets span 1")]
    [InlineData("""{"w":{"dtype":"U8","shape":[9000000000],"data_offsets":[0,9000000000]}}""", "'m': tensor 'w' takes 9000000000 bytes: at most 2147483591 a tensor can be read")]
    [InlineData("""{"w":{"dtype":"U8","shape":[1000000000],"data_offsets":[0,1000000000]}}""", "'m': tensor 'w' ends at byte 1000000000, but the file holds only 1 bytes of data: it is cut short")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U16","shape":[1],"data_offsets":[0,2]}}""", "'m': tensor 'b' overlaps another: it begins at byte 0, the one before ends at byte 1")]
    [InlineData("""{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},"b":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", "'m': tensor 'b' leaves a hole: it begins at byte 1, the one before ends at byte 0")]
    [InlineData("{}", "'m' has 1 trailing bytes that belong to no tensor")]
    [InlineData("[]", "'m' has a header that does not begin with '{': it is damaged or no safetensors file")]
    [InlineData("", "'m' has a header that does not begin with '{': it is damaged or no safetensors file")]
    [InlineData("{\"w\"", "'m' has a header that is not valid JSON at byte 8 of line 1")]
    [InlineData("{} {}", "'m' has a header that is not valid JSON at byte 3 of line 1")]
    [InlineData("""{"w":{"dtype":"U8","shape":[[1]],"data_offsets":[0,1]}}""", "'m': tensor 'w' has [ in its shape: only whole numbers from 0 to 2^63 - 1 are allowed")]
    [InlineData("""{"\ud800":1}""", "'m' has a header with text that is not valid Unicode")]
    public void A_false_header_is_refused_in_a_sentence(string header, string sentence) =>
        AssertFault(sentence, () => SafetensorsFile.FromBytes(SafetensorsBytes.Of(header, 1), "m"));

    [Theory]
    [InlineData(ulong.MaxValue, "'m' announces a header of 18446744073709551615 bytes, the limit is 100000000: it is damaged or no safetensors file")]
    [InlineData(100_000_001, "'m' announces a header of 100000001 bytes, the limit is 100000000: it is damaged or no safetensors file")]
    [InlineData(2, "'m' has a header of 2 bytes, so its data is not aligned: pad the header with spaces to a multiple of 8")]
    [InlineData(3, "'m' is cut short: its header of 3 bytes does not fit into 10 bytes")]
    public void A_false_header_length_is_refused(ulong length, string sentence) =>
        AssertFault(sentence, () => SafetensorsFile.FromBytes(SafetensorsBytes.WithLength(length, "{}"), "m"));

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_file_too_short_for_a_length_is_refused(int bytes) => AssertFault(
        $"'m' is cut short: {bytes} bytes do not hold the 8 that give the header's length",
        () => SafetensorsFile.FromBytes(new byte[bytes], "m"));

    [Fact]
    public void A_header_that_is_not_utf8_is_refused()
    {
        var bytes = SafetensorsBytes.Of(OneByte, 1);
        bytes[10] = 0xff;

        AssertFault("'m' has a header that is not valid UTF-8", () => SafetensorsFile.FromBytes(bytes, "m"));
    }

    [Fact]
    public void A_hostile_header_costs_no_more_memory_than_its_length()
    {
        var header = """{"w":{"dtype":"U8","shape":[2000000000],"data_offsets":[0,2000000000]}}""";
        var bytes = SafetensorsBytes.Of(header, 1);
        Assert.Throws<InvalidDataException>(() => SafetensorsFile.FromBytes(bytes, "m"));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<InvalidDataException>(() => SafetensorsFile.FromBytes(bytes, "m"));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Whatever_bytes_come_only_invalid_data_is_thrown()
    {
        var whole = Sample();
        var flips = Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 4];
        Gen.Select(flips, Gen.Int[0, whole.Length]).Sample((flipped, kept) =>
        {
            var damaged = whole.ToArray();
            foreach (var (at, value) in flipped)
                damaged[at] = value;
            ReadAll(damaged);
            ReadAll(damaged[..kept]);
            ReadAll([.. damaged, .. damaged[kept..]]);
        }, iter: 3000);
    }

    [Fact]
    public void Cut_anywhere_a_file_is_refused()
    {
        var whole = Sample();

        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<InvalidDataException>(() => SafetensorsFile.FromBytes(whole[..length], "m"));
    }

    [Fact]
    public void Every_tensor_of_a_golden_file_is_read()
    {
        var file = SafetensorsFile.Read(Golden("label_smoothed_cross_entropy.safetensors"));

        Assert.StartsWith("PyTorch 1.13", file.Metadata["origin"]);
        Assert.Equal(["in.logits", "in.target", "out.loss", "grad.logits"], file.Names);
        Assert.Equal([3, 0, 7, 10, 0, 5], file.ReadInt64s("in.target"));
        Assert.Equal([2.6446857f], file.ReadSingles("out.loss"));
        Assert.Equal([-1.2246294f, 0.3139658f, 0.39718178f], file.ReadSingles("in.logits", 6, 11)[..3]);
        Assert.Equal(0, file.ReadSingles("grad.logits").Sum(), 1e-6);
        Assert.Equal([24, 20], SafetensorsFile.Read(Golden("multihead_attention.safetensors")).Info("param.k_proj_weight").Shape);
    }

    [Fact]
    public void Every_shared_golden_file_is_read()
    {
        var shared = SharedGolden();
        Assert.SkipWhen(shared is null, "the shared golden files are not on this machine");

        foreach (var path in Directory.GetFiles(shared!, "*.safetensors"))
        {
            var file = SafetensorsFile.Read(path);
            Assert.All(file.Names.Where(name => file.Info(name).Dtype == SafetensorsDtype.F32), name => Assert.All(file.ReadSingles(name), value => Assert.True(float.IsFinite(value))));
        }
    }

    /// <summary>The folder <c>shared/golden</c> beside the repository, which not every machine has.</summary>
    private static string? SharedGolden()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var golden = Path.Combine(folder.FullName, "shared", "golden");
            if (Directory.Exists(golden))
                return golden;
        }

        return null;
    }

    private static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "golden", name);

    private static byte[] Sample()
    {
        var stream = new MemoryStream();
        new SafetensorsWriter { Metadata = { ["kind"] = "sample" } }
            .Add("weights", [2, 3], new float[] { 1, 2, 3, 4, 5, 6 })
            .Add("ids", [3], new long[] { 1, 2, 3 })
            .Add("mask", [1, 3], new[] { true, false, true })
            .WriteTo(stream);
        return stream.ToArray();
    }

    private static void ReadAll(byte[] bytes)
    {
        try
        {
            var file = SafetensorsFile.FromBytes(bytes, "m");
            foreach (var name in file.Names)
                Assert.Equal(file.Info(name).Count * file.Info(name).Dtype.Size, file.Bytes(name).Length);
        }
        catch (InvalidDataException)
        {
        }
    }

    private static void AssertFault(string sentence, Action act) =>
        Assert.Equal(sentence, Assert.Throws<InvalidDataException>(act).Message);

    private static void AssertFault<T>(string sentence, Func<T> act) => AssertFault(sentence, () => { _ = act(); });

    private delegate ReadOnlySpan<byte> Reading();

    private static void AssertFault(string sentence, Reading act) => AssertFault(sentence, () => { _ = act(); });
}
