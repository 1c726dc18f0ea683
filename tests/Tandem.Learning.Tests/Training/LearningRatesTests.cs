using CsCheck;
using Tandem.Learning.Training;

namespace Tandem.Learning.Tests.Training;

public sealed class LearningRatesTests
{
    [Fact]
    public void Noam_peaks_at_the_end_of_warm_up_as_in_the_paper()
    {
        // D = 512, w = 4000: (512 · 4000)^−½ = 1 / √2048000.
        Assert.Equal(6.987712429686844e-4, LearningRates.Noam(4_000, 512, 4_000), 1e-15);
        Assert.Equal(6.987712429686844e-4 / 4_000, LearningRates.Noam(1, 512, 4_000), 1e-15);
        Assert.Equal(6.987712429686844e-4 / 2, LearningRates.Noam(16_000, 512, 4_000), 1e-15);
        Assert.Equal(2 * 6.987712429686844e-4, LearningRates.Noam(4_000, 512, 4_000, scale: 2), 1e-15);
    }

    [Fact]
    public void Noam_is_the_inverse_square_root_from_its_own_peak() =>
        Gen.Int[1, 100_000].Select(Gen.Int[1, 2_000], Gen.Int[1, 1_024]).Sample((update, warmup, width) => Assert.Equal(
            LearningRates.InverseSquareRoot(update, 1 / Math.Sqrt((double)width * warmup), warmup),
            LearningRates.Noam(update, width, warmup),
            1e-12));

    [Theory]
    [InlineData(1, 0.025)]
    [InlineData(3, 0.075)]
    [InlineData(4, 0.1)]
    [InlineData(1_000, 0.1)]
    public void Constant_rises_in_equal_steps_and_stays(long update, double expected) =>
        Assert.Equal(expected, LearningRates.Constant(update, peak: 0.1, warmup: 4), 1e-15);

    [Theory]
    [InlineData(50, 0.05)]
    [InlineData(100, 0.1)]
    [InlineData(400, 0.05)]
    [InlineData(10_000, 0.01)]
    public void The_inverse_square_root_halves_when_updates_are_fourfold(long update, double expected) =>
        Assert.Equal(expected, LearningRates.InverseSquareRoot(update, peak: 0.1, warmup: 100), 1e-15);

    [Theory]
    [InlineData(5, 0.05)]
    [InlineData(10, 0.1)]
    [InlineData(60, 0.06)]
    [InlineData(35, 0.06 + (0.04 * 0.7071067811865476))]
    [InlineData(110, 0.02)]
    [InlineData(5_000, 0.02)]
    public void The_cosine_falls_from_the_end_of_warm_up_to_the_last_update(long update, double expected) =>
        Assert.Equal(expected, LearningRates.Cosine(update, updates: 110, peak: 0.1, last: 0.02, warmup: 10), 1e-15);

    [Theory]
    [InlineData(LearningRateSchedule.Constant)]
    [InlineData(LearningRateSchedule.InverseSquareRoot)]
    [InlineData(LearningRateSchedule.Cosine)]
    public void Without_warm_up_the_first_update_has_the_peak(LearningRateSchedule schedule)
    {
        var options = new LearningRateOptions { Schedule = schedule, Peak = 0.01, Warmup = 0 };

        Assert.Equal(0.01, options.At(1, 1_000, modelWidth: 8), 1e-6);
    }

    [Fact]
    public void Every_schedule_stays_above_nothing_and_at_or_below_its_peak() =>
        Gen.Enum<LearningRateSchedule>().Select(Gen.Long[1, 3_000], Gen.Int[1, 500]).Sample((schedule, update, warmup) =>
        {
            var options = new LearningRateOptions { Schedule = schedule, Peak = 0.5, Warmup = warmup, CosineEnd = 0.01 };
            Assert.InRange(options.At(update, 2_000, modelWidth: 4), 1e-9, 0.5 + 1e-12);
        });
}
