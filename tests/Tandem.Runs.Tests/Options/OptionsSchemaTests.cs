using Tandem.Runs.Options;

namespace Tandem.Runs.Tests.Options;

public sealed class OptionsSchemaTests
{
    private static readonly Dictionary<string, OptionDescription> byPath =
        OptionsSchema.Describe(new RideOptions()).ToDictionary(option => option.Path);

    [Fact]
    public void Options_come_in_the_order_of_declaration() => Assert.Equal(
        [
            "seed", "learner.learningRate", "learner.layers", "learner.scaling", "learner.baseline", "learner.entropyWeight",
            "learner.episodes", "learner.clipNorm", "learner.tags", "learner.quantiles", "environment.id", "environment.note",
            "environment.world.size", "environment.world.seed", "environment.count", "threads",
        ],
        OptionsSchema.Describe(new RideOptions()).Select(option => option.Path));

    [Fact]
    public void An_option_is_described_whole() => Assert.Equal(
        new OptionDescription(
            "environment.world.size", "size", "whole number", "5", "Side of the square grid", "2 to 1024", "cells", IsSwitch: false),
        byPath["environment.world.size"]);

    [Theory]
    [InlineData("learner.layers", "list of whole numbers", "64,64", "at least 1", "units")]
    [InlineData("learner.scaling", "none, byEpisode or byBatch", "byEpisode", "none, byEpisode or byBatch", null)]
    [InlineData("learner.clipNorm", "number, or null", "null", null, null)]
    [InlineData("learner.baseline", "true or false", "false", null, null)]
    [InlineData("environment.note", "text, or null", "null", null, null)]
    [InlineData("threads", "whole number, or null", "null", "1 to 64", null)]
    public void Type_default_range_and_unit_are_told(string path, string type, string value, string? range, string? unit)
    {
        var option = byPath[path];

        Assert.Equal((type, value, range, unit), (option.Type, option.Default, option.Range, option.Unit));
    }

    [Fact]
    public void A_flag_is_the_shortest_name_that_is_not_taken_nearer_to_the_root()
    {
        Assert.Equal("seed", byPath["seed"].Flag);
        Assert.Equal("world-seed", byPath["environment.world.seed"].Flag);
        Assert.Equal("learning-rate", byPath["learner.learningRate"].Flag);
    }

    [Fact]
    public void Every_flag_sets_its_own_option()
    {
        foreach (var option in byPath.Values.Where(option => option.Type == "whole number"))
        {
            var changed = OptionsBinder.Set(new RideOptions(), option.Flag, "11");
            var differing = OptionsSchema.Describe(changed).Where(after => after.Default != byPath[after.Path].Default);
            Assert.Equal([option.Path], differing.Select(after => after.Path));
        }
    }

    [Fact]
    public void Only_a_bool_is_a_switch() =>
        Assert.Equal(["learner.baseline"], byPath.Values.Where(option => option.IsSwitch).Select(option => option.Path));

    [Fact]
    public void A_name_that_cannot_be_a_flag_is_the_programs_mistake()
    {
        var error = Assert.Throws<InvalidOperationException>(() => OptionsSchema.Describe(new Colliding()));

        Assert.Equal("the option world.size has no name of its own as a flag: rename it or the one it collides with", error.Message);
    }

    [Theory]
    [InlineData("Step size [0 < x ≤ 1; per step]", "Step size", "0 < x ≤ 1", "per step")]
    [InlineData("Length [; metres]", "Length", null, "metres")]
    [InlineData("Width [2 to 4]", "Width", "2 to 4", null)]
    [InlineData("Plain", "Plain", null, null)]
    [InlineData("Brackets [inside] a sentence", "Brackets [inside] a sentence", null, null)]
    public void A_description_ends_in_range_and_unit(string text, string sentence, string? range, string? unit) =>
        Assert.Equal(new OptionHelp(sentence, range, unit), OptionHelp.Parse(text));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "", 3)]
    [InlineData("learningrat", "learningrate", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Edit_distance_counts_single_letters(string a, string b, int distance)
    {
        Assert.Equal(distance, OptionNames.EditDistance(a, b));
        Assert.Equal(distance, OptionNames.EditDistance(b, a));
    }

    public sealed record Colliding
    {
        public int Size { get; init; }

        public int WorldSize { get; init; }

        public GridOptions World { get; init; } = new();
    }
}
