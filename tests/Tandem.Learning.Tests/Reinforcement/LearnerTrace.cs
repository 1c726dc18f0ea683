using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Tests.Reinforcement;

/// <summary>What every learner must keep: the same seed, the same bits, interrupted or not.</summary>
internal static class LearnerTrace
{
    /// <summary>Everything that a training is, after some updates or at its end.</summary>
    public static byte[] StateAfter(ILearner learner, int updates = int.MaxValue)
    {
        for (var update = 0; update < updates && !learner.IsComplete; update++)
        {
            learner.Update();
        }

        return State(learner);
    }

    /// <summary>Interrupts a training, goes on with it in another object, and compares every update and the end with the whole one.</summary>
    public static void AssertGoesOnToTheBit(Func<ILearner> create, int interruptedAfter)
    {
        using var whole = create();
        using var resumed = create();
        var saved = StateAfter(whole, interruptedAfter);
        Assert.Equal(0, resumed.Restore(new BinaryReader(new MemoryStream(saved))));
        Assert.False(whole.IsComplete);
        while (!whole.IsComplete)
        {
            var (expected, given) = (whole.Update(), resumed.Update());
            Assert.Equal(expected.Steps, given.Steps);
            Assert.Equal(expected.Finished, given.Finished);
            Assert.Equal(expected.Metrics, given.Metrics);
        }

        Assert.True(resumed.IsComplete);
        Assert.Equal(State(whole), State(resumed));
    }

    private static byte[] State(ILearner learner)
    {
        var state = new MemoryStream();
        learner.Save(new BinaryWriter(state));
        return state.ToArray();
    }
}
