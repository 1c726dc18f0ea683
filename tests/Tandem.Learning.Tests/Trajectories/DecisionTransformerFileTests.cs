using Tandem.Environments;
using Tandem.Learning.Tests.Training;
using Tandem.Learning.Tests.Transformers;
using Tandem.Learning.Trajectories;
using Tandem.Runs.Safetensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Trajectories;

[Collection(nameof(OneTraining))]
public sealed class DecisionTransformerFileTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_rider_that_was_read_gives_the_logits_of_the_one_that_was_written(bool isConditioned)
    {
        using var written = new DecisionTransformer(RideScenes.Small, RideScenes.Description with { IsConditioned = isConditioned });
        using var read = DecisionTransformerFile.Read(DecisionTransformerFile.Write(written).Saved(), "model");
        written.eval();
        read.eval();

        TensorAssert.Close(written.Forward(RideScenes.Windows()), read.Forward(RideScenes.Windows()), 0);
        Assert.Equal(written.Options with { Band = written.Options.BandSteps }, read.Options);
    }

    [Fact]
    public void A_rider_that_was_read_knows_what_it_is_made_for()
    {
        var description = RideScenes.Description with
        {
            World = new RecordedWorld { Environment = "Own-v1", Observations = new MultiDiscrete(3, 4), Actions = new Discrete(3) },
            ReturnScale = 1.0 / 3,
            Returns = (-0.1, 1e300),
            ObservationMeans = [0, 0, 0, 0, 0, 0, 0.1f],
            ObservationDeviations = [1, 1, 1, 1, 1, 1, 3e-7f],
        };
        using var written = new DecisionTransformer(RideScenes.Small, description);

        using var rider = DecisionTransformerFile.Read(DecisionTransformerFile.Write(written).Saved(), "model");

        var read = rider.Description;
        Assert.Equal(description.World.ToString(), read.World.ToString());
        Assert.Equal(
            (description.IsConditioned, description.ReturnScale, description.Returns, description.Timesteps),
            (read.IsConditioned, read.ReturnScale, read.Returns, read.Timesteps));
        Assert.Equal(description.ObservationMeans, read.ObservationMeans);
        Assert.Equal(description.ObservationDeviations, read.ObservationDeviations);
    }

    [Fact]
    public void The_names_in_a_file_are_a_contract()
    {
        using var rider = RideScenes.Rider(options: RideScenes.Small with { Layers = 1 });

        var file = DecisionTransformerFile.Write(rider).Saved();

        Assert.Equal(
            [
                "actionHeads", "actions", "architecture", "band", "conditioned", "context", "dropout", "environment", "environmentOptions", "heads", "kind",
                "layers", "observations", "positions", "returnScale", "returnTokens", "returns", "stepLimit", "timesteps", "version", "width",
            ],
            file.Metadata.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                "model.action_embedding.weight",
                "model.action_head.bias",
                "model.action_head.weight",
                "model.embedding_norm.bias",
                "model.embedding_norm.weight",
                "model.observation_embedding.bias",
                "model.observation_embedding.weight",
                "model.return_embedding.bias",
                "model.return_embedding.weight",
                "model.stack.layers.0.linear1.bias",
                "model.stack.layers.0.linear1.weight",
                "model.stack.layers.0.linear2.bias",
                "model.stack.layers.0.linear2.weight",
                "model.stack.layers.0.norm1.bias",
                "model.stack.layers.0.norm1.weight",
                "model.stack.layers.0.norm2.bias",
                "model.stack.layers.0.norm2.weight",
                "model.stack.layers.0.self_attn.in_proj_bias",
                "model.stack.layers.0.self_attn.in_proj_weight",
                "model.stack.layers.0.self_attn.out_proj.bias",
                "model.stack.layers.0.self_attn.out_proj.weight",
                "model.stack.norm.bias",
                "model.stack.norm.weight",
                "model.timestep_embedding.weight",
                "model.unfinished_embedding",
                "observation_deviations",
                "observation_means",
            ],
            file.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_of_another_kind_is_refused() => Assert.Equal(
        "agent.safetensors is a policy of architecture perceptron, version 1: give a decision-transformer of version 1",
        Fault(writer => (writer.Metadata["kind"], writer.Metadata["architecture"]) = ("policy", "perceptron"), "agent.safetensors"));

    [Fact]
    public void A_file_of_a_later_version_is_refused() => Assert.Equal(
        "model is a rider of architecture decision-transformer, version 2: give a decision-transformer of version 1",
        Fault(writer => writer.Metadata["version"] = "2"));

    [Theory]
    [InlineData("kind")]
    [InlineData("context")]
    [InlineData("returns")]
    [InlineData("observations")]
    [InlineData("stepLimit")]
    public void Metadata_that_are_missing_are_named(string name) =>
        Assert.Equal($"model is no rider of Tandem: its metadata lack '{name}'", Fault(writer => writer.Metadata.Remove(name)));

    [Theory]
    [InlineData("width", "wide")]
    [InlineData("width", "99999999999")]
    [InlineData("heads", "3")]
    [InlineData("layers", "0")]
    [InlineData("dropout", "1")]
    [InlineData("returnScale", "")]
    [InlineData("returnScale", "NaN")]
    [InlineData("returnScale", "0")]
    [InlineData("returns", "")]
    [InlineData("timesteps", "0")]
    [InlineData("timesteps", "-3")]
    [InlineData("observations", "{")]
    [InlineData("actions", "null")]
    [InlineData("actions", """{"type":"Circle"}""")]
    [InlineData("environmentOptions", "{size")]
    public void Damaged_metadata_are_refused(string name, string value) =>
        Assert.StartsWith("model is no rider of Tandem: ", Fault(writer => writer.Metadata[name] = value), StringComparison.Ordinal);

    [Fact]
    public void Moments_of_another_world_are_refused() => Assert.Contains(
        "observation_means", Fault(writer => writer.Metadata["observations"] = """{"type":"Discrete","count":5}"""), StringComparison.Ordinal);

    [Fact]
    public void Weights_of_another_shape_are_refused()
    {
        using var small = RideScenes.Rider();
        using var wide = RideScenes.Rider(options: RideScenes.Small with { Width = 32 });
        var before = small.state_dict().Values.Select(weights => weights.clone()).ToArray();

        var error = Assert.Throws<InvalidDataException>(() => DecisionTransformerFile.ReadWeights(DecisionTransformerFile.Write(wide).Saved(), small));

        Assert.Contains("model.unfinished_embedding has the shape [32] in the file and [16] in the model", error.Message, StringComparison.Ordinal);
        Assert.All(before.Zip(small.state_dict().Values), pair => TensorAssert.Close(pair.First, pair.Second, 0));
    }

    /// <summary>What reading says of a file that was tampered with.</summary>
    private static string Fault(Action<SafetensorsWriter> tamper, string source = "model")
    {
        using var rider = RideScenes.Rider();
        var writer = DecisionTransformerFile.Write(rider);
        tamper(writer);
        return Assert.Throws<InvalidDataException>(() => DecisionTransformerFile.Read(writer.Saved(), source)).Message;
    }
}
