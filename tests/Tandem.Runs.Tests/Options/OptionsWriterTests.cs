using System.Collections.Immutable;
using CsCheck;
using Tandem.Runs.Options;

namespace Tandem.Runs.Tests.Options;

public sealed class OptionsWriterTests
{
    private static readonly Gen<double> number = Gen.OneOf(
        Gen.Double,
        Gen.Const(0.0), Gen.Const(-0.0), Gen.Const(1e-320),
        Gen.Const(double.NaN), Gen.Const(double.PositiveInfinity), Gen.Const(double.NegativeInfinity));

    private static readonly Gen<string> text = Gen.String[Gen.Char['\0', '\ud7ff'], 0, 12];

    private static readonly Gen<LearnerOptions> learner = Gen.Select(
        Gen.Double[1e-9, 10], Gen.Int.Array[0, 4], Gen.Enum<ReturnScaling>(), Gen.Bool, Gen.Single, Gen.Long,
        Gen.Select(number.Nullable(), text.Array[0, 3], number.Array[0, 3]),
        (rate, layers, scaling, baseline, entropy, episodes, rest) => new LearnerOptions
        {
            LearningRate = rate,
            Layers = [.. layers],
            Scaling = scaling,
            Baseline = baseline,
            EntropyWeight = entropy,
            Episodes = episodes,
            ClipNorm = rest.Item1,
            Tags = rest.Item2,
            Quantiles = rest.Item3,
        });

    private static readonly Gen<RideOptions> tree = Gen.Select(
        Gen.ULong, learner, Gen.Int.Nullable(), text, text.Null(), Gen.Int[2, 1024].Select(size => new GridOptions { Size = size }).Null(),
        (seed, learner, threads, id, note, world) => new RideOptions
        {
            Seed = seed,
            Learner = learner,
            Threads = threads,
            Environment = new() { Id = id, Note = note, World = world },
        });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Reading_back_what_was_written_gives_the_same_tree(bool comments) => tree.Sample(given =>
    {
        var json = comments ? OptionsWriter.ToCommentedJson(given) : OptionsWriter.ToJson(given);
        var start = new RideOptions { Environment = new() { World = given.Environment.World is null ? null : new GridOptions() } };

        var read = OptionsBinder.FromJson(start, json, "options.json");

        return AreSame(given, read) && OptionsWriter.ToJson(read) == OptionsWriter.ToJson(given);
    }, iter: 300);

    [Fact]
    public void Comments_give_description_unit_and_range()
    {
        var json = OptionsWriter.ToCommentedJson(new RideOptions());

        Assert.Contains("      // Side of the square grid (cells, 2 to 1024)\n      \"size\": 5,\n", json);
        Assert.Contains("    // How returns are scaled (none, byEpisode or byBatch)\n    \"scaling\": \"byEpisode\",\n", json);
        Assert.Contains("  // Seed of every random stream\n  \"seed\": 1,\n", json);
        Assert.Contains("    \"episodes\": 1000,\n", json);
        Assert.DoesNotContain("doubled", json);
        Assert.DoesNotContain("factory", json);
    }

    [Fact]
    public void Plain_json_is_exactly_this() => Assert.Equal(
        """
        {
          "size": 5,
          "seed": 0
        }

        """,
        OptionsWriter.ToJson(new GridOptions()));

    [Fact]
    public void A_list_that_was_never_filled_is_written_as_an_empty_one() => Assert.Contains(
        "\"layers\": []", OptionsWriter.ToJson(new LearnerOptions { Layers = default(ImmutableArray<int>) }));

    private static bool AreSame(RideOptions a, RideOptions b) =>
        a with { Learner = Scalars(a.Learner) } == b with { Learner = Scalars(b.Learner) }
        && a.Learner.Layers.SequenceEqual(b.Learner.Layers)
        && a.Learner.Tags.SequenceEqual(b.Learner.Tags)
        && a.Learner.Quantiles.SequenceEqual(b.Learner.Quantiles);

    private static readonly LearnerOptions none = new();

    /// <summary>Records compare lists by reference; these are compared element by element.</summary>
    private static LearnerOptions Scalars(LearnerOptions options) =>
        options with { Layers = none.Layers, Tags = none.Tags, Quantiles = none.Quantiles };
}
