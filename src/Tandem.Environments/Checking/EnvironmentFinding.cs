namespace Tandem.Environments;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>Worth knowing; right for many worlds.</summary>
    Note,

    /// <summary>Probably not meant.</summary>
    Warning,

    /// <summary>Breaks the contract of <see cref="IEnvironment"/>: training on it would fail or mislead.</summary>
    Error,
}

/// <summary>Something that <see cref="EnvironmentChecker"/> found in a world.</summary>
/// <param name="Severity">How much it matters.</param>
/// <param name="Problem">What was found, in one sentence.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record EnvironmentFinding(FindingSeverity Severity, string Problem, string Remedy)
{
    /// <summary>Problem and remedy in a line.</summary>
    public override string ToString() => $"{Severity.ToString().ToUpperInvariant()}: {Problem}: {Remedy}";
}
