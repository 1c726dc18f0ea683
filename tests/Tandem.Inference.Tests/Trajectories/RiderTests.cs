using Tandem.Environments;
using Tandem.Inference.Trajectories;

namespace Tandem.Inference.Tests.Trajectories;

public sealed class RiderTests
{
    [Fact]
    public void A_file_of_either_kind_is_read_in_one_call()
    {
        var rider = PolicyFile.From(RandomRider.File(), "test");
        using var folder = new MemoryStream();
        var perceptron = new Perceptron(new PerceptronShape(3, [4], 6));
        new Agent(perceptron, RandomRider.Observations, RandomRider.Actions).ToSafetensors().WriteTo(folder);
        var agent = PolicyFile.From(Runs.Safetensors.SafetensorsFile.FromBytes(folder.ToArray(), "agent"), "agent");

        Assert.IsType<Rider>(rider);
        Assert.IsType<Agent>(agent);
        foreach (var one in (IAgent[])[rider, agent])
        {
            var actions = new ActionBatch(one.Actions, 2);
            one.Policy(PolicyMode.Sampled, seed: 1).Act(new float[2 * one.Observations.Width], [0, 0], actions);
            Assert.True(one.Actions.Contains(actions[1]));
        }
    }

    [Fact]
    public void A_file_of_another_kind_is_refused()
    {
        var file = RandomRider.File(change: (_, metadata) => metadata["kind"] = "translation");

        Assert.Equal(
            "test holds nobody who acts: its kind is 'translation' where 'policy' or 'rider' is needed: give the model.safetensors of a trained policy",
            Assert.Throws<InvalidDataException>(() => PolicyFile.From(file, "test")).Message);
    }

    [Theory]
    [InlineData("version", "2", "test is no rider of Tandem: it is a rider of architecture decision-transformer, version 2: give a decision-transformer of version 1")]
    [InlineData("positions", "spiral", "test is no rider of Tandem: positions 'spiral' are unknown, of timesteps and rotary: update Tandem")]
    [InlineData("band", "-1", "test is no rider of Tandem: band is -1 where 0 to 16777216 is needed")]
    [InlineData("heads", "5", "test is no rider of Tandem: width 24 is not divisible by 5 heads")]
    public void Wrong_metadata_are_named(string name, string value, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Rider.From(RandomRider.File(change: (_, metadata) => metadata[name] = value), "test")).Message);

    [Fact]
    public void A_tensor_that_is_missing_or_too_many_is_named()
    {
        Assert.Equal(
            "test lacks the tensor 'model.stack.norm.bias' of shape [24], which its description names: give a file that was saved whole",
            Assert.Throws<InvalidDataException>(() => Rider.From(RandomRider.File(change: (shapes, _) => shapes.Remove("model.stack.norm.bias")), "test")).Message);
        Assert.Equal(
            "test has a tensor 'model.more' that its description does not account for: give a file whose description and weights belong together",
            Assert.Throws<InvalidDataException>(() => Rider.From(RandomRider.File(change: (shapes, _) => shapes["model.more"] = [1]), "test")).Message);
    }

    [Fact]
    public void A_target_is_finite_and_for_a_rider_who_asks_for_one()
    {
        Assert.Equal(
            "a target return of NaN cannot be asked for: give a finite number, such as 40, the highest in the data",
            Assert.Throws<ArgumentException>(() => RandomRider.Rider().Policy(target: double.NaN)).Message);
        Assert.Equal(
            "the rider asks for no return that could be named, and was given a target of 7: leave it out",
            Assert.Throws<ArgumentException>(() => RandomRider.Rider(isConditioned: false).Policy(target: 7)).Message);
    }

    [Fact]
    public void What_is_asked_for_falls_by_each_reward()
    {
        var (asking, rewarded) = (RandomRider.Rider().Policy(target: 10), RandomRider.Rider().Policy(target: 17));
        var actions = new ActionBatch(RandomRider.Actions, 1);

        asking.Act([1, 2, 3], [0], actions);
        rewarded.Act([1, 2, 3], [7], actions);

        Assert.Equal(asking.LastOutputs(0), rewarded.LastOutputs(0));
    }
}
