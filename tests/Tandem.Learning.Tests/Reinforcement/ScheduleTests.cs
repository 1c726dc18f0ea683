using Tandem.Environments;
using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Tests.Reinforcement;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData(Schedule.Constant, 1, 1, 1)]
    [InlineData(Schedule.Linear, 1, 0.25, 0)]
    [InlineData(Schedule.Cosine, 1, 0.146446609406726, 0)] // ½(1 − cos(π/4)) = ½ − ¼√2
    public void The_share_of_a_setting_goes_by_what_is_left(Schedule schedule, double first, double late, double last)
    {
        Assert.Equal(first, schedule.Share(1), 1e-12);
        Assert.Equal(late, schedule.Share(0.25), 1e-12);
        Assert.Equal(last, schedule.Share(0), 1e-12);
    }

    [Fact]
    public void PPO_and_A2C_learn_at_the_rate_that_their_schedule_says()
    {
        var spec = EnvironmentCatalog.BuiltIn["CartPole-v1"];
        using var ppo = new Ppo(spec.CreateVector(2), new PpoOptions
        {
            Steps = 64,
            Worlds = 2,
            Horizon = 8,
            Minibatch = 16,
            LearningRate = 0.01,
            LearningRateSchedule = Schedule.Cosine,
        });
        using var a2c = new A2c(spec.CreateVector(2), new A2cOptions
        {
            Steps = 64,
            Worlds = 2,
            Horizon = 8,
            LearningRate = 0.01,
            LearningRateSchedule = Schedule.Cosine,
        });

        Assert.All<ILearner>([ppo, a2c], learner =>
        {
            double[] rates = [.. Enumerable.Range(0, 4).Select(_ => learner.Update()["learningRate"])];
            Assert.Equal([0.01, 0.01 * 0.853553390593274, 0.005, 0.01 * 0.146446609406726], rates, (a, b) => Math.Abs(a - b) < 1e-12);
        });
    }
}
