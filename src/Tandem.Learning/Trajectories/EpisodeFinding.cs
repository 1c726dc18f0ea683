namespace Tandem.Learning.Trajectories;

/// <summary>Something about recorded episodes that is wrong or worth knowing.</summary>
/// <param name="Severity">How bad it is: from an error nothing sound can be learned.</param>
/// <param name="Episodes">How many episodes it is about; 0: not known.</param>
/// <param name="Problem">What it is.</param>
/// <param name="Remedy">What to do.</param>
public sealed record EpisodeFinding(FindingSeverity Severity, long Episodes, string Problem, string Remedy)
{
    /// <summary>One line for people.</summary>
    public override string ToString() => $"{Severity}: {Problem}: {Remedy}";
}
