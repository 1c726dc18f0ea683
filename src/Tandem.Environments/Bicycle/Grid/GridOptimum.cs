using Tandem.Environments.Tabular;

namespace Tandem.Environments.Bicycle;

/// <summary>The exact mean return of the best rider who has a number of steps.</summary>
internal static class GridOptimum
{
    private const long MaximumNumbers = 15_000_000;
    private const int MaximumCellsOfTable = 64;
    private const int LongestHorizon = 1_000_000;

    private static readonly double[] Slips = [0, 0.05, 0.1, 0.2, 0.4];

    /// <summary>By formula on the plain grid, by search where nothing slips, else by value iteration; null where that takes too long.</summary>
    public static double? Return(BicycleGridOptions options, int? stepLimit)
    {
        if (!GridTerrain.IsNeeded(options))
            return stepLimit < options.Size - 1 ? -stepLimit : 100 - (options.Size - 2);

        return stepLimit is { } steps and <= LongestHorizon ? Within(steps, new GridTerrain(options), options.Slip > 0) : null;
    }

    /// <summary>What the best rider earns as steering slips more often, on grids small enough to tell at once.</summary>
    public static IReadOnlyList<WorldTable> Tables(BicycleGridOptions options, int stepLimit)
    {
        var terrain = new GridTerrain(options);
        if (terrain.Track.Map.Cells.Length > MaximumCellsOfTable)
            return [];

        var rows = Slips.Append(options.Slip).Distinct().Order()
            .Select(slip => (double?[])[slip, Return(options with { Slip = slip }, stepLimit)]);
        return [new WorldTable("The best mean return there is, by how often steering slips", ["slip, probability", "return"], [.. rows])];
    }

    private static double? Within(int steps, GridTerrain terrain, bool slips) =>
        slips ? ByValueIteration(terrain, steps) : GridSearch.BestReturn(terrain, steps);

    private static double? ByValueIteration(GridTerrain terrain, int stepLimit)
    {
        var topSpeed = stepLimit + 1;
        return (long)terrain.Track.Map.Cells.Length * topSpeed * stepLimit > MaximumNumbers ? null
            : ValueIteration.FiniteHorizon(BicycleGridTable.Of(terrain, topSpeed), stepLimit).StartValue;
    }
}
