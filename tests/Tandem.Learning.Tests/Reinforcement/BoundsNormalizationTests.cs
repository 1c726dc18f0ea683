using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Tests.Reinforcement;

public sealed class BoundsNormalizationTests
{
    [Fact]
    public void Bounds_come_to_one_and_numbers_without_bounds_stay()
    {
        var space = new Box([-1.2f, float.NegativeInfinity, -3], [0.6f, 5, -3]);
        var encoder = new ObservationEncoder(space, BoundsNormalization.Of(space, isWanted: true));
        var encoded = new float[9];

        encoder.Encode([-1.2f, 7, -3, 0.6f, -8, -3, -0.3f, 0, -3], 3, encoded);

        float[] expected = [-1, 7, -3, 1, -8, -3, 0, 0, -3];
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], encoded[i], 1e-5);
        }
    }

    [Fact]
    public void A_bound_that_no_number_comes_near_is_none()
    {
        var space = new Box([-float.MaxValue, -1e5f, 0], [float.MaxValue, 1e5f, float.MaxValue]);
        var encoded = new float[3];

        new ObservationEncoder(space, BoundsNormalization.Of(space, isWanted: true)).Encode([0.5f, 5e4f, 3], 1, encoded);

        Assert.Equal(0.5, encoded[0], 1e-5);
        Assert.Equal(0.5, encoded[1], 1e-5);
        Assert.Equal(3, encoded[2], 1e-5);
    }

    [Fact]
    public void Nothing_changes_where_it_is_not_wanted_or_states_are_numbered()
    {
        Assert.Null(BoundsNormalization.Of(new Box([0], [1]), isWanted: false));
        Assert.Null(BoundsNormalization.Of(new Discrete(3), isWanted: true));
    }

    [Fact]
    public void An_agent_keeps_the_scale_that_it_learned_with()
    {
        using var training = new Dqn(EnvironmentCatalog.BuiltIn["MountainCar-v0"].CreateVector(1), new DqnOptions { ScaleObservations = true });
        var path = Path.GetTempFileName();
        training.Agent.Save(path);
        var (values, shown) = (new float[3], new float[2]);
        var loaded = Agent.Load(path);
        File.Delete(path);

        new ObservationEncoder(loaded.Observations, loaded.Normalization).Encode([0.6f, -0.07f], 1, shown);
        loaded.Perceptron.Forward(shown, 1, values);

        Assert.Equal(1, shown[0], 1e-4);
        Assert.Equal(-1, shown[1], 1e-4);
        var expected = new float[3];
        training.Network.Forward(shown, 1, expected);
        Assert.Equal(expected, values);
    }
}
