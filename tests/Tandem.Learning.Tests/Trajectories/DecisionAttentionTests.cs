using Tandem.Environments;
using Tandem.Learning.Trajectories;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Trajectories;

public sealed class DecisionAttentionTests
{
    private static readonly EnvironmentSpec Spec = EnvironmentCatalog.BuiltIn["BicycleGrid-v0"];

    [Fact]
    public void A_decision_looks_at_what_came_before_it_and_nothing_else()
    {
        using var model = Rider(isConditioned: true);

        var attention = DecisionAttention.Of(model, Spec.CreateVector(1), target: 97, seed: 0);

        Assert.Equal(4, attention.Step);
        Assert.Equal(14, attention.Tokens.Length); // 5 steps of 3 tokens, without the action that is not taken yet
        Assert.Equal(("return", 4), attention.Tokens[0]);
        Assert.Equal(("action", 1), attention.Tokens[11]);
        Assert.Equal(("observation", 0), attention.Tokens[^1]);
        Assert.Equal(2, attention.Layers.Length);
        Assert.All(attention.Layers, layer =>
        {
            Assert.Equal(1, layer.Sum(), 1e-5);
            Assert.All(layer, weight => Assert.InRange(weight, 0, 1));
        });
    }

    [Fact]
    public void A_clone_has_two_tokens_a_step_and_a_short_ride_ends_before_the_window_is_full()
    {
        using var model = Rider(isConditioned: false);

        var attention = DecisionAttention.Of(model, Spec.CreateVector(1, null, stepLimit: 3), target: 0, seed: 0);

        Assert.Equal(2, attention.Step);
        Assert.Equal([("observation", 2), ("action", 2), ("observation", 1), ("action", 1), ("observation", 0)], attention.Tokens);
    }

    [Fact]
    public void Several_worlds_and_an_LSTM_are_refused()
    {
        using var model = Rider(isConditioned: false);

        Assert.Equal(
            "a decision of 2 riders by Transformer cannot be explained: give one world and a Transformer",
            Assert.Throws<ArgumentException>(() => DecisionAttention.Of(model, Spec.CreateVector(2), 0, 0)).Message);
    }

    private static DecisionTransformer Rider(bool isConditioned)
    {
        manual_seed(1);
        var description = RideScenes.Description with
        {
            World = RecordedWorld.Of(Spec, null, Spec.CreateVector(1)),
            IsConditioned = isConditioned,
            ObservationMeans = [0, 0, 0, 0],
            ObservationDeviations = [1, 1, 1, 1],
        };
        var model = new DecisionTransformer(RideScenes.Small, description, Learning.Transformers.Precision.Float32);
        model.eval();
        return model;
    }
}
