namespace Tandem.Environments;

/// <summary>A rider of a world that needs no learning: what a trained one is held against.</summary>
/// <param name="Name">A word to call it by, such as <c>lqr</c>.</param>
/// <param name="Meaning">How it rides, in a few words.</param>
/// <param name="Create">Makes the rider for a world of the given options that is cut after so many steps; null: never.</param>
public sealed record Yardstick(string Name, string Meaning, Func<object?, int?, IPolicy> Create);
