using Tandem.Environments;

namespace Tandem.Inference.Tests.Policies;

public sealed class CategoricalTests
{
    [Fact]
    public void Samples_come_in_proportion_to_the_softmax()
    {
        var random = RandomStream.Create(1, StreamPurpose.Policy);
        float[] logits = [0, MathF.Log(2), MathF.Log(5)];
        var counts = new int[3];
        const int draws = 80_000;
        for (var i = 0; i < draws; i++)
        {
            counts[Categorical.Sample(logits, random.NextDouble())]++;
        }

        // χ² with 2 degrees of freedom exceeds 13.8 once in a thousand seeds; this seed is fixed.
        double[] expected = [draws / 8.0, draws / 4.0, draws * 5 / 8.0];
        Assert.InRange(counts.Zip(expected, (n, e) => (n - e) * (n - e) / e).Sum(), 0, 13.8);
    }

    [Fact]
    public void Large_logits_do_not_overflow()
    {
        var logProbabilities = new double[2];
        Categorical.LogProbabilities([3e4f, 3e4f], logProbabilities);

        Assert.Equal(-Math.Log(2), logProbabilities[0], 1e-12);
        Assert.Equal(0, Categorical.Sample([3e4f, -3e4f], 0.999));
    }

    [Fact]
    public void The_mode_is_the_first_of_equals() => Assert.Equal(1, Categorical.Mode([0, 2, 2]));

    [Fact]
    public void A_joint_index_counts_the_last_part_fastest()
    {
        var heads = new CategoricalHeads(new MultiDiscrete(2, 3));
        var action = new int[2];

        for (var joint = 0; joint < 6; joint++)
        {
            heads.ToAction([joint], action);
            Assert.Equal([joint / 3, joint % 3], action);
        }
    }

    [Fact]
    public void Heads_of_parts_stand_side_by_side()
    {
        var heads = new CategoricalHeads(new MultiDiscrete(2, 3), ActionHeads.Parts);
        var picks = new int[2];

        heads.Mode([0, 1, 5, 9, 7], picks);

        Assert.Equal(5, heads.LogitCount);
        Assert.Equal([1, 1], picks);
    }

    [Fact]
    public void Continuous_actions_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new CategoricalHeads(new Box([-1], [1])));
        Assert.Equal("actions Box(1) are not choices: give a world with discrete or multi-discrete actions", error.Message);
    }

    [Fact]
    public void A_discrete_observation_becomes_one_hot()
    {
        var encoder = new ObservationEncoder(new MultiDiscrete(2, 3));
        var encoded = new float[10];

        encoder.Encode([1, 0, 0, 2], 2, encoded);

        Assert.Equal([0, 1, 1, 0, 0, 1, 0, 0, 0, 1], encoded);
    }
}
