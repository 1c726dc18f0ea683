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

    /// <summary>
    /// A map instead of size and pattern: its rows with / between them, or a text file with a row a line. S start, G goal,
    /// . smooth, ^ bump, ~ mud, # wall: <c>S.^./.##./.~.G</c>. 65,536 cells at most. Of a file the rows are kept, not its
    /// name, so that a run is whole without it. Null: no map.
    /// </summary>
    [Description("A map instead of size and bumps: a text file, or rows with / between them, as in S.^./.##./.~.G; S start, G goal, . smooth, ^ bump, ~ mud, # wall")]
    public string? Map
    {
        get;
        init => field = value is null ? null : Rideable(value);
    }

    /// <summary>
    /// The seed of a random map of the given size, up to 256, instead of a pattern: 20% bumps, 15% mud, 15% walls, and always
    /// a way. Null: no random map.
    /// </summary>
    [Description("The seed of a random map of bumps, mud and walls with a way from corner to corner, instead of bumps [0 to 2147483647]")]
    public int? MapSeed
    {
        get;
        init => field = value is null or >= 0 ? value
            : throw new ArgumentException($"map seed {value} is out of range: give 0 to {int.MaxValue}");
    }

    /// <summary>How likely steering slips, to one of the two other rows, each as likely; 0 to 1.</summary>
    [Description("How likely steering slips, to either of the other two rows [0 to 1; probability]")]
    public double Slip
    {
        get;
        init => field = Between(value, 1, "slip");
    }

    /// <summary>What a step that ends on a bump costs more than the others, 0 to 100; arriving costs nothing.</summary>
    [Description("What a step onto a bump costs more than others [0 to 100; points]")]
    public double BumpPenalty
    {
        get;
        init => field = Between(value, 100, "bump penalty");
    }

    /// <summary>What a step nearer to the goal, at walking pace, earns more, and a step back less; 0 to 100, 0: nothing.</summary>
    [Description("What a step nearer to the goal earns more, and one back less; the best ride stays the best [0 to 100; points]")]
    public double Shaping
    {
        get;
        init => field = Between(value, 100, "shaping");
    }

    /// <summary>The discount of shaping, 0 to 1: the best ride stays the best for a learner of just this discount.</summary>
    [Description("The discount γ of shaping: give the learner's [0 to 1]")]
    public double ShapingDiscount
    {
        get;
        init => field = Between(value, 1, "shaping discount");
    } = 0.99;

    private static string Rideable(string given)
    {
        var map = GridMapSource.Read(given);
        GridWay.Check(new GridTrack(map));
        return map.ToString();
    }

    private static double Between(double value, double most, string name) => value >= 0 && value <= most ? value
        : throw new ArgumentException(FormattableString.Invariant($"{name} {value} is out of range: give 0 to {most}"));
}
