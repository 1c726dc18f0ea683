using CsCheck;
using Tandem.Runs.Metrics;

namespace Tandem.Runs.Tests.Metrics;

public sealed class MetricsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualClock clock = new();

    private string Path => folder.File("metrics.jsonl");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_line_is_exactly_this()
    {
        using (var metrics = MetricsWriter.Open(Path, 0, clock))
        {
            metrics.Write(20, ("return", 97), ("loss", 0.1), ("ratio", 1e-30));
            metrics.Write(21, ("a", double.NaN), ("b", double.PositiveInfinity), ("c", double.NegativeInfinity));
            metrics.Write(22);
        }

        Assert.Equal(
            """
            {"step":20,"return":97,"loss":0.1,"ratio":1E-30}
            {"step":21,"a":"NaN","b":"Infinity","c":"-Infinity"}
            {"step":22}

            """,
            File.ReadAllText(Path));
    }

    [Fact]
    public void Reading_gives_back_what_was_written() => Gen.Select(Gen.Long, Gen.Double.Array[0, 4]).Array[0, 5].Sample(rows =>
    {
        using (var metrics = MetricsWriter.Open(Path, 0, clock))
        {
            foreach (var (step, values) in rows)
                metrics.Write(step, [.. values.Select((value, i) => ($"m{i}", value))]);
        }

        var read = MetricsFile.Read(Path);

        Assert.Equal(rows.Select(row => row.Item1), read.Select(row => row.Step));
        Assert.Equal(rows.Select(row => row.Item2), read.Select(row => row.Values.Values));
    }, iter: 100, threads: 1);

    [Fact]
    public void A_curve_is_one_metric_where_it_was_measured()
    {
        using (var metrics = MetricsWriter.Open(Path, 0, clock))
        {
            metrics.Write(1, ("return", 3));
            metrics.Write(2, ("loss", 4));
            metrics.Write(3, ("return", double.NaN));
        }

        Assert.Equal([(1, 3), (3, double.NaN)], MetricsFile.Curve(Path, "return"));
    }

    [Fact]
    public void Flush_tells_the_length_to_which_a_resumed_run_cuts_back()
    {
        long length;
        using (var metrics = MetricsWriter.Open(Path, 0, clock))
        {
            metrics.Write(1, ("x", 1));
            length = metrics.Flush();
            metrics.Write(2, ("x", 2));
            metrics.Write(3, ("x", 3));
        }

        using (var metrics = MetricsWriter.Open(Path, length, clock))
            metrics.Write(2, ("x", 20));

        Assert.Equal([(1, 1), (2, 20)], MetricsFile.Curve(Path, "x"));
    }

    [Fact]
    public void Metrics_shorter_than_the_checkpoint_knew_are_refused()
    {
        File.WriteAllText(Path, "{}\n");

        var error = Assert.Throws<InvalidDataException>(() => MetricsWriter.Open(Path, 10, clock));

        Assert.Equal($"'{Path}' has 3 bytes, the checkpoint knew 10: restore the file, or train anew", error.Message);
        Assert.Equal("{}\n", File.ReadAllText(Path));
    }

    [Fact]
    public void Readers_see_a_line_after_a_second_and_never_half_of_one()
    {
        using var metrics = MetricsWriter.Open(Path, 0, clock);
        metrics.Write(1, ("x", 1));
        Assert.Empty(MetricsFile.Read(Path));

        clock.Now += TimeSpan.FromSeconds(1);
        metrics.Write(2, ("x", 2));
        Assert.Equal(2, MetricsFile.Read(Path).Count);

        File.WriteAllText(folder.File("half.jsonl"), "{\"step\":1,\"x\":1}\n{\"step\":2,\"x");
        Assert.Equal([(1, 1)], MetricsFile.Curve(folder.File("half.jsonl"), "x"));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("step")]
    public void A_name_is_given_once(string name)
    {
        using var metrics = MetricsWriter.Open(Path, 0, clock);

        var error = Assert.Throws<ArgumentException>(() => metrics.Write(1, ("x", 1), (name, 2)));

        Assert.Equal($"the metric '{name}' is given twice in one line: give each its own name", error.Message);
    }

    [Theory]
    [InlineData("{\"step\":1}\n{\"x\":1}\n")]
    [InlineData("{\"step\":1}\n[]\n")]
    [InlineData("{\"step\":1}\n\n")]
    [InlineData("{\"step\":1}\n{\"step\":1,\"x\":{}}\n")]
    [InlineData("{\"step\":1}\n{\"step\":1,\"x\":\"much\"}\n")]
    [InlineData("{\"step\":1}\n{\"step\":1,\"x\":1,\"x\":2}\n")]
    [InlineData("{\"step\":1}\n{\"step\":1.5}\n")]
    public void A_damaged_line_is_named(string content)
    {
        File.WriteAllText(Path, content);

        var error = Assert.Throws<InvalidDataException>(() => MetricsFile.Read(Path));

        Assert.Equal($"'{Path}', line 2: this is not a flat object of numbers with a step", error.Message);
    }
}
