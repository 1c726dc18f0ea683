using Tandem.Learning.Tests.Training;
using Tandem.Learning.Tests.Transformers;
using Tandem.Learning.Trajectories;
using TorchSharp;
using static TorchSharp.torch;

namespace Tandem.Learning.Tests.Trajectories;

/// <summary>What the logits of a step may see, and what they must.</summary>
[Collection(nameof(OneTraining))]
public sealed class DecisionTransformerTests : IDisposable
{
    private const int Context = 5;
    private const double Rounding = 1e-6;

    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void A_step_has_logits_for_every_action()
    {
        using var rider = RideScenes.Rider();

        Assert.Equal([3, Context, RideScenes.Logits], rider.Forward(RideScenes.Windows()).shape);
    }

    [Fact]
    public void A_step_sees_neither_its_own_action_nor_later_steps()
    {
        using var rider = RideScenes.Rider();
        var windows = RideScenes.Windows();
        var logits = rider.Forward(windows);

        for (var step = 0; step < Context; step++)
        {
            var other = windows with
            {
                Observations = ChangedAfter(windows.Observations, step + 1),
                ReturnsToGo = ChangedAfter(windows.ReturnsToGo, step + 1),
                Timesteps = ChangedAfter(windows.Timesteps, step + 1),
                Actions = ChangedAfter(windows.Actions, step).remainder(RideScenes.Logits),
            };
            TensorAssert.Close(Until(logits, step), Until(rider.Forward(other), step), Rounding, $"logits until step {step}");
        }
    }

    [Fact]
    public void A_short_window_is_the_same_alone_and_filled_up()
    {
        using var rider = RideScenes.Rider();
        var windows = RideScenes.Windows();
        var logits = rider.Forward(windows);

        for (var steps = 1; steps < Context; steps++)
        {
            var alone = new RideTensors(
                windows.Observations.narrow(1, 0, steps),
                windows.Actions.narrow(1, 0, steps),
                windows.ReturnsToGo.narrow(1, 0, steps),
                windows.Timesteps.narrow(1, 0, steps),
                windows.Unknown.narrow(1, 0, steps));
            TensorAssert.Close(logits.narrow(1, 0, steps), rider.Forward(alone), Rounding, $"a window of {steps} steps");
        }
    }

    [Theory]
    [InlineData("return")]
    [InlineData("state")]
    [InlineData("timestep")]
    public void A_step_and_all_after_it_see_its(string part)
    {
        using var rider = RideScenes.Rider();
        var windows = RideScenes.Windows();
        var logits = rider.Forward(windows);

        for (var step = 0; step < Context; step++)
        {
            var changed = rider.Forward(part switch
            {
                "return" => windows with { ReturnsToGo = ChangedAt(windows.ReturnsToGo, step) },
                "state" => windows with { Observations = ChangedAt(windows.Observations, step) },
                _ => windows with { Timesteps = ChangedAt(windows.Timesteps, step) },
            });
            AssertDiffersFrom(step, logits, changed);
        }
    }

    [Fact]
    public void The_steps_after_an_action_see_it()
    {
        using var rider = RideScenes.Rider();
        var windows = RideScenes.Windows();
        var logits = rider.Forward(windows);

        for (var step = 0; step < Context - 1; step++)
        {
            var changed = rider.Forward(windows with { Actions = ChangedAt(windows.Actions, step).remainder(RideScenes.Logits) });
            AssertDiffersFrom(step + 1, logits, changed);
        }
    }

    [Fact]
    public void A_clone_knows_nothing_of_returns()
    {
        using var clone = RideScenes.Rider(isConditioned: false);
        var windows = RideScenes.Windows();

        var others = clone.Forward(windows with { ReturnsToGo = windows.ReturnsToGo * 3 + 1, Unknown = ones(3, Context, ScalarType.Bool) });

        TensorAssert.Close(clone.Forward(windows), others, 0);
        Assert.DoesNotContain(clone.state_dict().Keys, name => name.StartsWith("return_embedding", StringComparison.Ordinal) || name == "unfinished_embedding");
    }

    [Fact]
    public void An_unfinished_window_looks_the_same_whatever_it_earned()
    {
        using var rider = RideScenes.Rider();
        var finished = RideScenes.Windows();
        var unfinished = finished with { Unknown = AllOf(false, true, false) };
        var logits = rider.Forward(unfinished);

        var others = rider.Forward(unfinished with { ReturnsToGo = ChangedAfter(finished.ReturnsToGo, 0) });

        TensorAssert.Close(logits[1], others[1], 0);
        AssertDiffersFrom(0, logits[0].unsqueeze(0), others[0].unsqueeze(0));
        TensorAssert.Close(rider.Forward(finished)[0], logits[0], Rounding, "a finished window beside it");
    }

    [Fact]
    public void The_token_of_an_unfinished_window_is_learned()
    {
        using var rider = RideScenes.Rider();
        var windows = RideScenes.Windows() with { Unknown = AllOf(true, false, true) };
        var before = rider.Forward(windows);
        before.sum().backward();
        var token = rider.get_parameter("unfinished_embedding")!;
        Assert.True(token.grad!.abs().max().ToDouble() > 0);

        using (no_grad())
        {
            token.fill_(0.5).narrow(0, 0, 4).neg_();
        }

        var after = rider.Forward(windows);
        AssertDiffersFrom(0, before[0].unsqueeze(0), after[0].unsqueeze(0));
        TensorAssert.Close(before[1], after[1], 0, "a finished window");
    }

    [Fact]
    public void Timesteps_beyond_the_table_look_like_the_last()
    {
        using var rider = RideScenes.Rider();
        var windows = RideScenes.Windows();
        Tensor At(long timestep) => rider.Forward(windows with { Timesteps = full_like(windows.Timesteps, timestep) });

        TensorAssert.Close(At(RideScenes.Timesteps - 1), At(RideScenes.Timesteps), 0);
        TensorAssert.Close(At(RideScenes.Timesteps - 1), At(1_000_000), 0);
        AssertDiffersFrom(0, At(RideScenes.Timesteps - 2), At(RideScenes.Timesteps));
    }

    [Fact]
    public void States_are_seen_relative_to_the_data_and_returns_to_their_scale()
    {
        using var rider = RideScenes.Rider();
        using var plain = new DecisionTransformer(
            RideScenes.Small,
            RideScenes.Description with { ReturnScale = 1, ObservationMeans = [0, 0], ObservationDeviations = [1, 1] },
            Learning.Transformers.Precision.Float32);
        plain.load_state_dict(rider.state_dict());
        plain.eval();
        var windows = RideScenes.Windows();

        var scaled = windows with
        {
            Observations = (windows.Observations - tensor(new[] { 1f, -2f })) / tensor(new[] { 2f, 0.5f }),
            ReturnsToGo = windows.ReturnsToGo / 10,
        };

        TensorAssert.Close(plain.Forward(scaled), rider.Forward(windows), Rounding);
    }

    [Fact]
    public void A_width_that_the_heads_do_not_divide_is_refused() => Assert.Contains(
        "model width 16 is not divisible by 3 heads: give ",
        Assert.Throws<ArgumentException>(() => RideScenes.Rider(options: RideScenes.Small with { Heads = 3 })).Message,
        StringComparison.Ordinal);

    private static Tensor AllOf(params bool[] windows) => tensor(windows).unsqueeze(1).expand(-1, Context).clone();

    private static Tensor Until(Tensor logits, int step) => logits.narrow(1, 0, step + 1);

    /// <summary>One more at every place from a step on.</summary>
    private static Tensor ChangedAfter(Tensor values, int step)
    {
        var changed = values.clone();
        changed.narrow(1, step, Context - step).add_(1);
        return changed;
    }

    /// <summary>One more at one step.</summary>
    private static Tensor ChangedAt(Tensor values, int step)
    {
        var changed = values.clone();
        changed.narrow(1, step, 1).add_(1);
        return changed;
    }

    /// <summary>The logits are those of before until a step, and others from there on.</summary>
    private static void AssertDiffersFrom(int step, Tensor before, Tensor after)
    {
        for (var place = 0; place < Context; place++)
        {
            var difference = (before - after).select(1, place).abs().amax(-1).min().ToDouble();
            if (place < step)
            {
                Assert.InRange(difference, 0, Rounding);
            }
            else
            {
                Assert.InRange(difference, 1e-5, double.MaxValue);
            }
        }
    }
}
