namespace Tandem.Environments;

/// <summary>Curves that say more of a world than its spaces do, to be plotted.</summary>
/// <param name="Title">What the curves are.</param>
/// <param name="XTitle">What runs from left to right, with its unit.</param>
/// <param name="YTitle">What runs upwards, with its unit.</param>
/// <param name="Curves">The curves.</param>
public sealed record WorldCurves(string Title, string XTitle, string YTitle, IReadOnlyList<WorldCurve> Curves)
{
    /// <summary>What is shown upwards; null: all of it.</summary>
    public (double Low, double High)? YRange { get; init; }

    /// <summary>Places along the axis that have a name.</summary>
    public IReadOnlyList<(string Name, double X)> Marks { get; init; } = [];
}

/// <summary>One curve.</summary>
/// <param name="Name">What it is; curves of one name share a colour and a line of the legend.</param>
/// <param name="Points">Its points from left to right; where Y is not a number there is a gap.</param>
public sealed record WorldCurve(string Name, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>Whether its line is dashed.</summary>
    public bool IsDashed { get; init; }
}
