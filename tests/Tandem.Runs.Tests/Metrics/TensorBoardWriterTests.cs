using CsCheck;
using Tandem.Runs.Metrics;

namespace Tandem.Runs.Tests.Metrics;

public sealed class TensorBoardWriterTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualClock clock = new();

    private string[] Files => [.. Directory.GetFiles(folder.Path, "events.out.tfevents.*").Order(StringComparer.Ordinal)];

    public void Dispose() => folder.Dispose();

    [Theory] // RFC 3720, appendix B.4, and the check value of the CRC catalogue
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000", 0x8a9136aau)]
    [InlineData("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", 0x62a8ab43u)]
    [InlineData("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f", 0x46dd794eu)]
    [InlineData("1f1e1d1c1b1a191817161514131211100f0e0d0c0b0a09080706050403020100", 0x113fdb5cu)]
    [InlineData("313233343536373839", 0xe3069283u)]
    [InlineData("", 0u)]
    public void The_checksum_is_the_published_one(string hex, uint expected)
    {
        Assert.Equal(expected, TensorBoardRecord.Crc32C(Convert.FromHexString(hex)));
        Assert.Equal(expected, TensorBoardReader.Crc32C(Convert.FromHexString(hex)));
    }

    [Fact]
    public void A_file_begins_as_those_of_TensorFlow_do()
    {
        using (TensorBoardWriter.Create(folder.Path, firstStep: 1, clock))
            Assert.Equal("1800000000000000" + "a37f4b22" + "09", Convert.ToHexStringLower(File.ReadAllBytes(Files[0]).AsSpan(0, 13)));

        var version = TensorBoardReader.Read(Files[0])[0];
        Assert.Equal("brain.Event:2", version.FileVersion);
        Assert.Equal(clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0, version.WallSeconds);
    }

    [Fact]
    public void Reading_gives_back_what_was_written() =>
        Gen.Select(Gen.Long[0, long.MaxValue], Gen.Dictionary(Gen.String, Gen.Double)[0, 4]).Array[0, 5].Sample(
            rows =>
            {
                using var own = new TemporaryFolder();
                using (var writer = TensorBoardWriter.Create(own.Path, 1, clock))
                {
                    foreach (var (step, values) in rows)
                        writer.Write(step, [.. values.Select(value => (value.Key, value.Value))]);
                }

                var read = TensorBoardReader.Read(Assert.Single(Directory.GetFiles(own.Path)));
                Assert.Equal(
                    rows.Select(row => (row.Item1, row.Item2.ToDictionary(value => Utf8(value.Key), value => (float)value.Value))),
                    read.Skip(2).Select(row => (row.Step, row.Scalars)));
            },
            iter: 50);

    [Fact]
    public void A_session_that_resumes_says_from_which_step_on()
    {
        using (var first = TensorBoardWriter.Create(folder.Path, 1, clock))
        {
            for (var step = 1; step <= 5; step++)
                first.Write(step, ("loss", step));
        }

        using (var second = TensorBoardWriter.Create(folder.Path, 4, clock))
            second.Write(4, ("loss", 40));

        Assert.Equal(2, Files.Length);
        Assert.Equal([(1, 1f), (2, 2f), (3, 3f), (4, 40f)], AsTensorBoardShows("loss"));
    }

    [Fact]
    public void Events_are_seen_while_they_are_written()
    {
        using var writer = TensorBoardWriter.Create(folder.Path, 1, clock);
        writer.Write(1, ("loss", 0.5));
        writer.Flush();

        Assert.Equal([(1, 0.5f)], AsTensorBoardShows("loss"));
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        var error = Assert.Throws<RunDirectoryException>(() => TensorBoardWriter.Create(folder.File("none"), 1, clock));

        Assert.StartsWith($"TensorBoard's events cannot be written to '{folder.File("none")}'", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A curve over all files in order of their names, where a session drops what stands at its first step and beyond.</summary>
    private List<(long Step, float Value)> AsTensorBoardShows(string tag)
    {
        var curve = new List<(long Step, float Value)>();
        foreach (var read in Files.SelectMany(TensorBoardReader.Read))
        {
            if (read.IsSessionStart)
                curve.RemoveAll(point => point.Step >= read.Step);
            if (read.Scalars.TryGetValue(tag, out var value))
                curve.Add((read.Step, value));
        }

        return curve;
    }

    /// <summary>A text as it comes back from UTF-8: half of a surrogate pair has no encoding.</summary>
    private static string Utf8(string text) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
