using Tandem.Learning.Training;
using Tandem.Runs.Options;

namespace Tandem.Learning.Tests.Training;

public sealed class TrainerOptionsTests
{
    [Fact]
    public void Every_option_is_described_and_every_number_has_its_range() =>
        Assert.All(OptionsSchema.Describe(new TrainerOptions()), option =>
        {
            Assert.NotEmpty(option.Description);
            Assert.True(option.Range is not null || !option.Type.Contains("number", StringComparison.Ordinal), option.Path);
        });

    [Fact]
    public void Saved_options_come_back_the_same()
    {
        var options = new TrainerOptions
        {
            Seed = 7,
            Patience = 4,
            MaximumGradientNorm = null,
            LearningRate = new LearningRateOptions { Schedule = LearningRateSchedule.InverseSquareRoot, Warmup = 20 },
            Adam = new AdamOptions { WeightDecay = 0.1 },
        };

        Assert.Equal(options, OptionsBinder.FromJson(new TrainerOptions(), OptionsWriter.ToJson(options), "options.json"));
    }

    [Fact]
    public void Options_out_of_range_are_refused_by_a_sentence()
    {
        Assert.Equal(
            "learning rate 0 is out of range: give a number above 0 and at most 1",
            Assert.Throws<ArgumentException>(() => new LearningRateOptions { Peak = 0 }).Message);
        Assert.Equal(
            "the Noam schedule rises over its warm-up, which is 0 updates: give a warm-up of 1 or more",
            Assert.Throws<ArgumentException>(() => new LearningRateOptions { Schedule = LearningRateSchedule.Noam, Warmup = 0 }.Check()).Message);
        Assert.Equal(
            "number of updates 0 is out of range: give 1 to 1000000000",
            Assert.Throws<ArgumentException>(() => new TrainerOptions { Updates = 0 }).Message);
        Assert.Throws<ArgumentException>(() => new LearningRateOptions { Peak = double.NaN });
        Assert.Throws<ArgumentException>(() => new TrainerOptions { MaximumGradientNorm = 0 });
        Assert.Throws<ArgumentException>(() => new TrainerOptions { Patience = 0 });
    }
}
