using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Tests.Reinforcement;

public sealed class ReplayScheduleTests
{
    [Theory]
    [InlineData(0, 8, 100, 0)]
    [InlineData(96, 104, 100, 4)]
    [InlineData(104, 112, 100, 4)]
    [InlineData(105, 107, 100, 0)]
    [InlineData(0, 40, 0, 20)]
    public void Gradient_steps_fall_due_with_the_steps_that_were_acted(long before, long after, long learningStarts, long due) =>
        Assert.Equal(due, ReplaySchedule.GradientStepsDue(before, after, learningStarts, trainEvery: 4, gradientSteps: 2));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.25, 0.8)]
    [InlineData(1, 0.2)]
    [InlineData(3, 0.2)]
    public void A_line_ends_where_it_leads_and_stays_there(double share, double expected) =>
        Assert.Equal(expected, ReplaySchedule.Line(1, 0.2, share), 1e-15);
}
