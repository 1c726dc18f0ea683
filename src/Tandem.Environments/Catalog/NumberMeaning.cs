namespace Tandem.Environments;

/// <summary>What one number of an observation, one part of an action, or a reward means. Its range is in the space.</summary>
/// <param name="Name">A short name, as a column would be headed.</param>
/// <param name="Unit">The unit it is measured in.</param>
/// <param name="Meaning">What it says, in a few words.</param>
public sealed record NumberMeaning(string Name, string Unit, string Meaning)
{
    /// <summary>The name of each choice, where the number is one; otherwise empty.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];
}
