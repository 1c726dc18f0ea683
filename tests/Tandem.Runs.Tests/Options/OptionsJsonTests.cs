using CsCheck;
using Tandem.Runs.Options;

namespace Tandem.Runs.Tests.Options;

public sealed class OptionsJsonTests
{
    private static readonly RideOptions defaults = new();

    [Fact]
    public void A_file_changes_what_it_names_and_keeps_the_rest()
    {
        var changed = Read("""
            {
              // comments and trailing commas are allowed
              "learner": { "learningRate": 0.5, "layers": [8], "scaling": "none", },
              "environment": { "world": { "size": 9 }, "note": null },
              "threads": 2, /* so are these */
            }
            """);

        Assert.Equal(0.5, changed.Learner.LearningRate);
        Assert.Equal([8], changed.Learner.Layers);
        Assert.Equal(ReturnScaling.None, changed.Learner.Scaling);
        Assert.Equal(1000, changed.Learner.Episodes);
        Assert.Equal(9, Assert.IsType<GridOptions>(changed.Environment.World).Size);
        Assert.Equal(2, changed.Threads);
    }

    [Fact]
    public void A_world_without_options_takes_null_only()
    {
        var bare = defaults with { Environment = new() { World = null } };

        Assert.Null(OptionsBinder.FromJson(bare, """{ "environment": { "world": null } }""", "o.json").Environment.World);
        var error = Assert.Throws<OptionsException>(
            () => OptionsBinder.FromJson(bare, """{ "environment": { "world": {} } }""", "o.json"));
        Assert.Equal("o.json, line 1: environment.world: there are no options here: leave it out or give null", error.Message);
    }

    [Theory]
    [InlineData("{ \"learningRat\": 1 }", "o.json, line 1: unknown option 'learningRat': did you mean 'learningRate'?")]
    [InlineData("{\n\"learner\": {\n\"learningRat\": 1 } }", "o.json, line 3: learner: unknown option 'learningRat': did you mean 'learningRate'?")]
    [InlineData("{ \"learner\": { \"LearningRate\": 1 } }", "o.json, line 1: learner: unknown option 'LearningRate': did you mean 'learningRate'?")]
    [InlineData("{ \"colour\": 1 }", "o.json, line 1: unknown option 'colour': give one of seed, learner, environment, threads")]
    [InlineData("{ \"doubled\": 1 }", "o.json, line 1: unknown option 'doubled': give one of seed, learner, environment, threads")]
    [InlineData("{ \"seed\": 1,\n \"seed\": 2 }", "o.json, line 2: seed: the option is given twice: remove one")]
    [InlineData("{ \"learner\": { \"learningRate\": \"abc\" } }", "o.json, line 1: learner.learningRate: \"abc\" is not a number: give a number (greater than 0), such as 0.01")]
    [InlineData("{ \"learner\": { \"learningRate\": \"0.5\" } }", "o.json, line 1: learner.learningRate: \"0.5\" is not a number: give a number (greater than 0), such as 0.01")]
    [InlineData("{ \"learner\": { \"learningRate\": \"NaN\" } }", "o.json, line 1: learner.learningRate: learning rate NaN is out of range: give a number greater than 0")]
    [InlineData("{ \"learner\": { \"learningRate\": -1 } }", "o.json, line 1: learner.learningRate: learning rate -1 is out of range: give a number greater than 0")]
    [InlineData("{ \"environment\": {\n \"world\": {\n \"size\":\n 0 } } }", "o.json, line 4: environment.world.size: grid size 0 is out of range: give 2 to 1024")]
    [InlineData("{ \"learner\": 3 }", "o.json, line 1: learner: 3 is not a group of options: give an object")]
    [InlineData("{ \"seed\": null }", "o.json, line 1: seed: null is not a whole number: give a whole number, such as 1")]
    [InlineData("{ \"seed\": {} }", "o.json, line 1: seed: an object is not a whole number: give a whole number, such as 1")]
    [InlineData("{ \"seed\": true }", "o.json, line 1: seed: true is not a whole number: give a whole number, such as 1")]
    [InlineData("{ \"learner\": { \"baseline\": 1 } }", "o.json, line 1: learner.baseline: 1 is not true or false: give true or false")]
    [InlineData("{ \"learner\": { \"layers\": 64 } }", "o.json, line 1: learner.layers: 64 is not a list: give a list of whole numbers (at least 1)")]
    [InlineData("{ \"environment\": { \"id\": 5 } }", "o.json, line 1: environment.id: 5 is not text: give text")]
    [InlineData("{ \"environment\": { \"id\": null } }", "o.json, line 1: environment.id: null is not text: give text")]
    [InlineData("{ \"environment\": { \"id\": \"\\ud800\" } }", "o.json, line 1: a text holds half of a surrogate pair: write the character itself")]
    [InlineData("[]", "o.json, line 1: options must be one JSON object, such as { \"seed\": 1 }")]
    [InlineData("", "o.json, line 1: this is not JSON at column 1: check quotes, commas and brackets")]
    [InlineData("{\n \"seed\" 1 }", "o.json, line 2: this is not JSON at column 9: check quotes, commas and brackets")]
    [InlineData("{ \"seed\": 1 } x", "o.json, line 1: this is not JSON at column 15: check quotes, commas and brackets")]
    public void What_is_wrong_is_named_with_file_and_line(string json, string sentence)
    {
        var error = Assert.Throws<OptionsException>(() => Read(json));

        Assert.Equal(sentence, error.Message);
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused()
    {
        var error = Assert.Throws<OptionsException>(() => OptionsBinder.FromFile(defaults, "no-such-file.json"));

        Assert.Equal("there is no options file 'no-such-file.json': give a JSON file of options", error.Message);
    }

    [Fact]
    public void A_folder_is_no_options_file()
    {
        var error = Assert.Throws<OptionsException>(() => OptionsBinder.FromFile(defaults, "."));

        Assert.Equal("'.' is a folder: give a JSON file of options", error.Message);
    }

    [Fact]
    public void Whatever_a_damaged_file_holds_only_the_options_error_is_thrown()
    {
        var whole = OptionsWriter.ToCommentedJson(defaults);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 3], Gen.OneOf(Gen.Char[' ', '~'], Gen.Char['\u0080', '\uffff']))
            .Sample((at, removed, put) =>
            {
                var damaged = whole.Remove(at, Math.Min(removed, whole.Length - at)).Insert(at, put.ToString());
                try
                {
                    Read(damaged);
                }
                catch (OptionsException)
                {
                }
            }, iter: 2000);
    }

    private static RideOptions Read(string json) => OptionsBinder.FromJson(defaults, json, "o.json");
}
