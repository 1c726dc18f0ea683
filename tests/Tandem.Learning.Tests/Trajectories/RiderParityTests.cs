using Tandem.Environments;
using Tandem.Inference;
using Tandem.Inference.Trajectories;
using Tandem.Learning.Tests.Training;
using Tandem.Learning.Tests.Transformers;
using Tandem.Learning.Trajectories;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Trajectories;

/// <summary>
/// A rider in plain .NET gives libtorch's numbers, step by step, on rides that are longer than the window and than the table of
/// timesteps (8 steps).
/// </summary>
[Collection(nameof(OneTraining))]
public sealed class RiderParityTests : IDisposable
{
    private const int Steps = 40;
    private const double Target = 40;
    private const double Tolerance = 2e-5;

    private readonly DisposeScope scope = NewDisposeScope();
    private readonly IDisposable noGradient = no_grad();

    /// <summary>Whether it is conditioned, how it knows the order, the band of two layers over a context of five steps.</summary>
    public static TheoryData<bool, StepPositions, int?> Forms { get; } =
        new MatrixTheoryData<bool, StepPositions, int?>([true, false], Enum.GetValues<StepPositions>(), [null, 0, 1, 2, 4, 5, 7]);

    public void Dispose()
    {
        noGradient.Dispose();
        scope.Dispose();
    }

    [Fact]
    public void The_band_is_chosen_so_that_all_layers_together_look_back_over_the_context()
    {
        Assert.Equal((7, 19, 20), Reached(new() { Context = 20, Layers = 3 }));
        Assert.Equal((2, 3, 3), Reached(new() { Context = 3, Layers = 2 }));
        Assert.Equal((2, 3, 3), Reached(new() { Context = 2, Layers = 2 }));
        Assert.Equal((1, 1, 1), Reached(new() { Context = 1, Layers = 4 }));
        Assert.Equal((20, 58, 58), Reached(new() { Context = 20, Layers = 3, Band = 20 }));
        Assert.Equal((0, 20, 20), Reached(new() { Context = 20, Layers = 3, Band = 0 }));

        static (int Band, int Reach, int Window) Reached(DecisionTransformerOptions options) => (options.BandSteps, options.Reach, options.Window);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_step_has_the_logits_of_its_window_recomputed(bool isConditioned, StepPositions positions, int? band) =>
        AssertRecomputed(isConditioned, RideScenes.Small with { Positions = positions, Band = band });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nor_does_a_band_that_looks_back_further_than_the_context_end_with_it(bool isConditioned) =>
        AssertRecomputed(isConditioned, RideScenes.Small with { Context = 2 });

    [Theory]
    [InlineData(true, StepPositions.Rotary)]
    [InlineData(true, StepPositions.Timesteps)]
    [InlineData(false, StepPositions.Rotary)]
    public void A_banded_pass_over_the_whole_ride_gives_the_same_logits(bool isConditioned, StepPositions positions)
    {
        using var model = Model(isConditioned, RideScenes.Small with { Positions = positions });
        var (ride, logits) = Ride(model);

        TensorAssert.Close(model.Forward(Window(ride, 0, Steps))[0], tensor(logits.SelectMany(row => row).ToArray(), [Steps, RideScenes.Logits]), Tolerance, "logits");
    }

    [Fact]
    public void Without_a_band_a_pass_over_the_whole_ride_agrees_while_the_window_holds_it_and_not_afterwards()
    {
        using var model = Model(isConditioned: true, RideScenes.Small with { Band = 0 });
        var (ride, logits) = Ride(model);
        var (whole, context) = (model.Forward(Window(ride, 0, Steps))[0], model.Options.Context);

        TensorAssert.Close(whole[..context], tensor(logits.Take(context).SelectMany(row => row).ToArray(), [context, RideScenes.Logits]), Tolerance, "logits");
        Assert.True((whole[context] - tensor(logits[context])).abs().max().ToSingle() > 100 * Tolerance);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void Explaining_gives_libtorchs_attention_over_what_the_action_depends_on(bool isConditioned, StepPositions positions, int? band)
    {
        using var model = Model(isConditioned, RideScenes.Small with { Positions = positions, Band = band });
        var (first, count) = (Steps - model.Options.Reach, model.Options.Reach);
        var (ride, attention) = Explained(model);
        var tokensOfAStep = isConditioned ? 3 : 2;
        var tokens = (count * tokensOfAStep) - 1;                     // the last action is not known yet

        Assert.Equal(tokens, attention.Tokens.Count);
        Assert.Equal(new RideToken(isConditioned ? RideTokenKind.Return : RideTokenKind.Observation, first), attention.Tokens[0]);
        Assert.Equal(new RideToken(RideTokenKind.Observation, Steps - 1), attention.Tokens[^1]);
        var expected = model.Explain(Window(ride, first, count));
        for (var layer = 0; layer < expected.Count; layer++)
        {
            var map = attention.Layers[layer];
            var own = expected[layer][0].narrow(1, 0, tokens).narrow(2, 0, tokens);
            TensorAssert.Close(own, tensor(map.Weights.ToArray(), map.Heads, map.Queries, map.Keys), Tolerance, $"layer {layer}");
        }
    }

    [Fact]
    public void A_file_without_band_and_positions_is_of_the_papers_form()
    {
        using var model = Model(isConditioned: true, RideScenes.Small with { Positions = StepPositions.Timesteps, Band = 0 });
        var writer = DecisionTransformerFile.Write(model);
        Assert.True(writer.Metadata.Remove("band") && writer.Metadata.Remove("positions"));
        var file = writer.Saved();
        using var read = DecisionTransformerFile.Read(file, "old");

        Assert.Equal((0, StepPositions.Timesteps), (read.Options.BandSteps, read.Options.Positions));
        Assert.Equal(Ride(model).Logits.SelectMany(row => row), Logits(Rider.From(file, "old")).SelectMany(row => row));
    }

    [Theory]
    [InlineData(ReturnTokens.Observed)]
    [InlineData(ReturnTokens.Critic)]
    public void Values_and_a_critics_tokens_ride_as_in_libtorch(ReturnTokens tokens)
    {
        var description = RideScenes.Description with
        {
            World = EpisodeFolder.Steering with { Actions = new Box([-1, float.NegativeInfinity], [3, float.PositiveInfinity]) },
            ReturnTokens = tokens,
            ObservationMeans = [1],
            ObservationDeviations = [2],
            ActionCentres = [1, 5],
            ActionHalves = [2, 3],
        };
        AssertRidesAlike(description, RideScenes.Small);
    }

    [Fact]
    public void Each_part_of_an_action_for_itself_rides_as_in_libtorch() =>
        AssertRidesAlike(RideScenes.Description, RideScenes.Small with { ActionHeads = ActionHeads.Parts });

    [Fact]
    public void The_papers_model_whose_weights_are_rounded_to_three_bytes_has_libtorchs_logits()
    {
        using var model = Model(isConditioned: true, new() { Context = 20, Width = 128, Heads = 1, Layers = 3 });
        var (ride, logits) = Ride(model);

        TensorAssert.Close(model.Forward(Window(ride, 0, Steps))[0], tensor(logits.SelectMany(row => row).ToArray(), [Steps, RideScenes.Logits]), 1e-4, "logits");
    }

    private static void AssertRecomputed(bool isConditioned, DecisionTransformerOptions options)
    {
        using var model = Model(isConditioned, options);
        var (ride, logits) = Ride(model);
        for (var step = 0; step < Steps; step++)
        {
            var first = Math.Max(0, step - model.Options.Window + 1);
            var whole = model.Forward(Window(ride, first, step - first + 1));
            TensorAssert.Close(whole[0, step - first], tensor(logits[step]), Tolerance, $"step {step}");
        }
    }

    /// <summary>The rider and the policy that recomputes its window in libtorch take the same actions in many worlds.</summary>
    private static void AssertRidesAlike(RiderDescription description, DecisionTransformerOptions options)
    {
        manual_seed(1);
        using var model = new DecisionTransformer(options, description, Learning.Transformers.Precision.Float32);
        model.eval();
        const int worlds = 3;
        var target = description.NeedsTarget ? Target : 0;
        var rider = Rider.From(DecisionTransformerFile.Write(model).Saved(), "test").Policy(PolicyMode.Greedy, 0, description.NeedsTarget ? target : null);
        var policy = new DecisionTransformerPolicy(model, PolicyMode.Greedy, RandomStream.Create(0, StreamPurpose.EvaluationPolicy), target);
        var (given, expected) = (new ActionBatch(description.World.Actions, worlds), new ActionBatch(description.World.Actions, worlds));
        var random = RandomStream.Create(7, StreamPurpose.Shuffling);
        for (var step = 0; step < Steps; step++)
        {
            var (seen, rewards) = (new float[worlds * description.World.Observations.Width], new double[worlds]);
            foreach (ref var value in seen.AsSpan())
                value = (float)random.NextDouble(-6, 6);
            foreach (ref var reward in rewards.AsSpan())
                reward = step == 0 ? 0 : random.NextDouble(-1, 1);
            rider.Act(seen, rewards, given);
            policy.Act(seen, rewards, expected);
            Assert.Equal(expected.Choices, given.Choices);
            for (var i = 0; i < expected.Values.Length; i++)
                Assert.Equal(expected.Values[i], given.Values[i], 1e-4f);
        }
    }

    /// <summary>A model whose biases and norms are none that could be left out unnoticed.</summary>
    private static DecisionTransformer Model(bool isConditioned, DecisionTransformerOptions options)
    {
        var model = RideScenes.Rider(isConditioned, options);
        var random = new Generator(3);
        foreach (var parameter in model.parameters().Where(parameter => parameter.dim() == 1))
            parameter.add_(empty(parameter.shape).normal_(0, 0.3, random));
        return model;
    }

    private static (RidePlan Ride, float[][] Logits) Ride(DecisionTransformer model) =>
        Follow(Rider.From(DecisionTransformerFile.Write(model).Saved(), "test"), out _);

    private static float[][] Logits(Rider rider) => Follow(rider, out _).Logits;

    private static (RidePlan Ride, RideAttention Attention) Explained(DecisionTransformer model)
    {
        var (ride, _) = Follow(Rider.From(DecisionTransformerFile.Write(model).Saved(), "test"), out var policy);
        return (ride, policy.Explain(0));
    }

    private static (RidePlan Ride, float[][] Logits) Follow(Rider rider, out RiderPolicy policy)
    {
        policy = rider.Policy(PolicyMode.Sampled, seed: 1, rider.NeedsTarget ? Target : null);
        var random = RandomStream.Create(7, StreamPurpose.Shuffling);
        var (actions, logits, ride) = (new ActionBatch(rider.Actions, 1), new float[Steps][], new RidePlan([], [], []));
        var asked = Target;
        policy.Begin(0);
        for (var step = 0; step < Steps; step++)
        {
            float[] seen = [(float)random.NextDouble(-6, 6), (float)random.NextDouble(-4, 0)];
            var reward = step == 0 ? 0 : Math.Round(random.NextDouble(-10, 10));
            policy.Act(seen, [reward], actions);
            logits[step] = policy.LastOutputs(0).ToArray();
            ride.Observations.Add(seen);
            ride.ReturnsToGo.Add((float)(asked -= reward));
            ride.Picks.Add((3 * actions.Choices[0]) + actions.Choices[1]);
        }
        Assert.True(ride.Picks.Distinct().Count() > 1);
        return (ride, logits);
    }

    private static RideTensors Window(RidePlan ride, int first, int count) => new(
        tensor(ride.Observations.Skip(first).Take(count).SelectMany(seen => seen).ToArray(), [1, count, 2]),
        tensor(ride.Picks.Skip(first).Take(count).ToArray(), [1, count, 1]),
        tensor(ride.ReturnsToGo.Skip(first).Take(count).ToArray(), [1, count]),
        arange(first, first + count).unsqueeze(0),
        zeros([1, count], ScalarType.Bool));

    private sealed record RidePlan(List<float[]> Observations, List<float> ReturnsToGo, List<long> Picks);
}
