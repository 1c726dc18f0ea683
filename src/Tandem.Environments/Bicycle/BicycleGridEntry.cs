namespace Tandem.Environments.Bicycle;

/// <summary>What the catalogue says of <see cref="BicycleGrid"/>.</summary>
internal static class BicycleGridEntry
{
    private const int StepLimit = 200;

    public static EnvironmentSpec Spec { get; } =
        EnvironmentSpec.OfWorld<BicycleGrid, GridState, BicycleGridOptions>(
            "BicycleGrid-v0", new BicycleGridOptions(), options => new BicycleGrid(options), BicycleGrid.Many) with
        {
            Summary = "Ride a bicycle from one corner of a grid to the opposite one; bumps slow it, smooth cells let it gain speed.",
            Source = "the bicycle environment that Tandem began with",
            StepLimit = StepLimit,
            ObservationMeanings =
            [
                new("x", "cells", "column, from the start's 0 to the goal's N - 1, on a map from the left; scaled: divided by N - 1"),
                new("y", "cells", "row, from the start's 0 to the goal's N - 1, on a map from above; scaled: divided by N - 1"),
                new("speed", "cells a push", "columns that a push of the pedal moves, half as many in mud; scaled: divided by N - 1, at most 1"),
                new("bump", "flag", "1 on a bump, 2 in mud, else 0; scaled: divided by 2 where there is mud"),
            ],
            ActionMeanings =
            [
                new("pedal", "choice", "whether to push the pedal: moves by as many columns as the speed says") { Choices = ["coast", "pedal"] },
                new("steer", "choice", "the row to steer to: one less, the same, or one more") { Choices = ["left", "straight", "right"] },
            ],
            RewardMeaning = new("reward", "points", "100 on arrival at the goal, -1 for every other step; less on bumps and more towards the goal where options say so"),
            Optimum = (options, limit) => GridOptimum.Return((BicycleGridOptions)options!, limit),
            Tables = options => GridOptimum.Tables((BicycleGridOptions)options!, StepLimit),
            Success = ride => ride.Terminated,
            Renderer = options => new BicycleGridRenderer(new BicycleGrid((BicycleGridOptions)options!)),
        };
}
