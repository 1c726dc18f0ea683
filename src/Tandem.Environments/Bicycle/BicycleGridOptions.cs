using System.ComponentModel;

namespace Tandem.Environments.Bicycle;

/// <summary>What can be chosen about <see cref="BicycleGrid"/>.</summary>
public sealed record BicycleGridOptions
{
    /// <summary>Cells along each side, 2 to 1024; the goal is the corner opposite to the start.</summary>
    [Description("Cells along each side [2 to 1024; cells]")]
    public int Size
    {
        get;
        init => field = value is >= 2 and <= 1024 ? value
            : throw new ArgumentException($"grid size {value} is out of range: give 2 to 1024");
    } = 5;

    /// <summary>
    /// Whether observations are brought to the range 0 to 1: x and y divided by N − 1; speed divided by N − 1 and at most 1,
    /// since a bicycle that fast crosses the whole grid in one step.
    /// </summary>
    [Description("Whether observations are scaled to 0 to 1: x, y and speed divided by size - 1, speed at most 1")]
    public bool Scaled { get; init; }

    /// <summary>Which cells are bumps.</summary>
    [Description("Which cells are bumps")]
    public BumpPattern Bumps
    {
        get;
        init => field = Enum.IsDefined(value) ? value
            : throw new ArgumentException($"bump pattern {(int)value} does not exist: give one of {string.Join(", ", Enum.GetNames<BumpPattern>())}");
    } = BumpPattern.EvenRows;
}
