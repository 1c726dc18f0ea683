using Tandem.Runs.Options;

namespace Tandem.Runs.Tests.Options;

public sealed class OptionsBinderTests
{
    private static readonly RideOptions defaults = new();

    [Fact]
    public void A_path_changes_one_option_and_leaves_the_defaults_alone()
    {
        var changed = OptionsBinder.Set(defaults, "environment.world.size", "9");

        Assert.Equal(9, Grid(changed).Size);
        Assert.Equal(5, Grid(defaults).Size);
        Assert.Equal(defaults.Learner, changed.Learner);
    }

    [Theory]
    [InlineData("environment.world.size")]
    [InlineData("Environment.World.SIZE")]
    [InlineData("world.size")]
    [InlineData("world-size")]
    [InlineData("size")]
    public void The_end_of_a_path_in_any_case_is_enough(string path) =>
        Assert.Equal(7, Grid(OptionsBinder.Set(defaults, path, "7")).Size);

    [Fact]
    public void The_option_nearest_to_the_root_is_meant()
    {
        var changed = OptionsBinder.Set(defaults, "seed", "8");

        Assert.Equal(8u, changed.Seed);
        Assert.Equal(0, Grid(changed).Seed);
        Assert.Equal(3, Grid(OptionsBinder.Set(defaults, "world-seed", "3")).Seed);
    }

    [Fact]
    public void Options_that_are_equally_near_are_listed()
    {
        var twins = new Twins();

        var error = Assert.Throws<OptionsException>(() => OptionsBinder.Set(twins, "rate", "1"));

        Assert.Equal("rate: the name fits several options: give actor.rate or critic.rate", error.Message);
        Assert.Equal(2, OptionsBinder.Set(twins, "critic.rate", "2").Critic.Rate);
    }

    [Fact]
    public void Every_kind_of_value_is_read_from_text()
    {
        var changed = defaults;
        string[] assignments =
        [
            "seed=18446744073709551615", "threads=4", "learningRate=1e-3", "layers=128, 32", "scaling=by-batch",
            "baseline=true", "entropyWeight=0.25", "episodes=1e6", "clipNorm=0.5", "tags=a,b", "quantiles=[0.1, 0.9]",
            "note=null", "id = Crane-v0 ",
        ];
        foreach (var assignment in assignments)
            changed = OptionsBinder.Assign(changed, assignment);

        Assert.Equal(ulong.MaxValue, changed.Seed);
        Assert.Equal(4, changed.Threads);
        Assert.Equal(0.001, changed.Learner.LearningRate);
        Assert.Equal([128, 32], changed.Learner.Layers);
        Assert.Equal(ReturnScaling.ByBatch, changed.Learner.Scaling);
        Assert.True(changed.Learner.Baseline);
        Assert.Equal(0.25f, changed.Learner.EntropyWeight);
        Assert.Equal(1_000_000, changed.Learner.Episodes);
        Assert.Equal(0.5, changed.Learner.ClipNorm);
        Assert.Equal(["a", "b"], changed.Learner.Tags);
        Assert.Equal([0.1, 0.9], changed.Learner.Quantiles);
        Assert.Null(changed.Environment.Note);
        Assert.Equal("Crane-v0", changed.Environment.Id);
    }

    [Fact]
    public void Null_and_an_empty_list_can_be_given()
    {
        var changed = OptionsBinder.Set(OptionsBinder.Set(defaults, "threads", "4"), "threads", "null");

        Assert.Null(changed.Threads);
        Assert.Empty(OptionsBinder.Set(defaults, "layers", "").Learner.Layers);
    }

    [Theory]
    [InlineData("size=0", "environment.world.size: grid size 0 is out of range: give 2 to 1024")]
    [InlineData("size=1000000000", "environment.world.size: grid size 1000000000 is out of range: give 2 to 1024")]
    [InlineData("learningRate=NaN", "learner.learningRate: learning rate NaN is out of range: give a number greater than 0")]
    [InlineData("learningRate=-1", "learner.learningRate: learning rate -1 is out of range: give a number greater than 0")]
    [InlineData("learningRate=abc", "learner.learningRate: \"abc\" is not a number: give a number (greater than 0), such as 0.01")]
    [InlineData("size=2.5", "environment.world.size: \"2.5\" is not a whole number: give a whole number (2 to 1024), such as 5")]
    [InlineData("size=99999999999", "environment.world.size: \"99999999999\" does not fit, the option holds -2147483648 to 2147483647: give a whole number (2 to 1024), such as 5")]
    [InlineData("seed=-1", "seed: \"-1\" does not fit, the option holds 0 to 18446744073709551615: give a whole number, such as 1")]
    [InlineData("baseline=yes", "learner.baseline: \"yes\" is not true or false: give true or false")]
    [InlineData("scaling=1", "learner.scaling: \"1\" is not a choice: give none, byEpisode or byBatch")]
    [InlineData("layers=64,wide", "learner.layers: \"wide\" is not a whole number: give a list of whole numbers (at least 1), such as 64,64")]
    [InlineData("layers=[64,", "learner.layers: this is not JSON at column 4: check quotes, commas and brackets")]
    [InlineData("learningRat=1", "unknown option 'learningRat': did you mean 'learningRate'?")]
    [InlineData("learnr.learningRate=1", "unknown option 'learnr.learningRate': did you mean 'learner.learningRate'?")]
    [InlineData("environment.world=1", "environment.world: this is a group of options, not one: give environment.world.size or environment.world.seed")]
    [InlineData("size", "'size' is not an assignment: give path=value, such as seed=1")]
    [InlineData("=5", "'=5' is not an assignment: give path=value, such as seed=1")]
    public void What_cannot_be_taken_is_refused_in_a_sentence(string assignment, string sentence)
    {
        var error = Assert.Throws<OptionsException>(() => OptionsBinder.Assign(defaults, assignment));

        Assert.Equal(sentence, error.Message);
    }

    [Fact]
    public void A_name_that_is_near_to_none_is_answered_with_all()
    {
        var error = Assert.Throws<OptionsException>(() => OptionsBinder.Set(new Twins(), "colour", "red"));

        Assert.Equal("unknown option 'colour': give one of actor.rate, critic.rate", error.Message);
    }

    [Fact]
    public void A_property_of_another_type_is_the_programs_mistake()
    {
        var error = Assert.Throws<InvalidOperationException>(() => OptionsBinder.Set(new WithDate(), "day", "1"));

        Assert.Contains("WithDate.Day cannot be an option", error.Message);
    }

    private static GridOptions Grid(RideOptions options) => Assert.IsType<GridOptions>(options.Environment.World);

    public sealed record Twins
    {
        public Twin Actor { get; init; } = new();

        public Twin Critic { get; init; } = new();
    }

    public sealed record Twin
    {
        public int Rate { get; init; }
    }

    public sealed record WithDate
    {
        public DateTime Day { get; init; }
    }
}
