using Tandem.Environments;
using Tandem.Inference.Tests.Perceptrons;
using Tandem.Runs.Safetensors;

namespace Tandem.Inference.Tests.Policies;

public sealed class AgentTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tandem-agent-");

    private string Saved => Path.Combine(folder.FullName, "agent.safetensors");

    [Theory]
    [InlineData(ActionHeads.Joint)]
    [InlineData(ActionHeads.Parts)]
    public void A_loaded_agent_rides_as_the_saved_one(ActionHeads heads)
    {
        var agent = NewAgent(new Box([0, float.NegativeInfinity], [1, float.PositiveInfinity]), heads);
        agent.Save(Saved);
        var loaded = Agent.Load(Saved);

        Assert.Equal(agent.Observations, loaded.Observations);
        Assert.Equal(agent.Actions, loaded.Actions);
        foreach (var mode in Enum.GetValues<PolicyMode>())
        {
            Assert.Equal(Choices(agent.Policy(mode, seed: 3)), Choices(loaded.Policy(mode, seed: 3)));
        }
    }

    [Fact]
    public void The_names_in_a_saved_file_are_a_contract()
    {
        NewAgent(new Discrete(2), ActionHeads.Joint).Save(Saved);
        var file = SafetensorsFile.Read(Saved);

        Assert.Equal(["layers.0.bias", "layers.0.weight", "layers.1.bias", "layers.1.weight"], file.Names.Order());
        Assert.Equal(
            ["actions", "activation", "architecture", "form", "heads", "kind", "observations", "version", "widths"], file.Metadata.Keys.Order());
    }

    [Fact]
    public void A_file_of_something_else_is_refused()
    {
        new SafetensorsWriter().Add("weight", [1], new float[1]).Save(Saved);

        var error = Assert.Throws<InvalidDataException>(() => Agent.Load(Saved));

        Assert.Equal(
            $"{Saved} is no policy of Tandem: its kind is 'not said' where 'policy' is needed: give the model.safetensors of a trained policy",
            error.Message);
    }

    [Fact]
    public void A_network_that_does_not_fit_its_world_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new Agent(new Perceptron(new PerceptronShape(3, [], 2)), new Discrete(4), new Discrete(2)));
        Assert.Equal("a network of 3 inputs and 2 outputs does not fit: observations need 4 inputs, actions 2 outputs", error.Message);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static Agent NewAgent(Space observations, ActionHeads heads)
    {
        var random = RandomStream.Create(1, StreamPurpose.Initialization);
        var actions = new MultiDiscrete(2, 3);
        var shape = new PerceptronShape(new ObservationEncoder(observations).Width, [8], new CategoricalHeads(actions, heads).LogitCount, Activation.Tanh);
        return new Agent(PerceptronTests.RandomPerceptron(shape, ref random), observations, actions, heads);
    }

    private static int[] Choices(IPolicy policy)
    {
        var actions = new ActionBatch(new MultiDiscrete(2, 3), 4);
        policy.Act([0.1f, -3, 0.9f, 5, 0.5f, 0, 0.3f, 1], new double[4], actions);
        return actions.Choices.ToArray();
    }
}
