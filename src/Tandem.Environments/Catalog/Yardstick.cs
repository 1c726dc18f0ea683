namespace Tandem.Environments;

/// <summary>A rider of a world that needs no learning: what a trained one is held against.</summary>
/// <param name="Name">A word to call it by, such as <c>lqr</c>.</param>
/// <param name="Meaning">How it rides, in a few words.</param>
/// <param name="Create">Makes the rider for a world of the given options that is cut after so many steps; null: never.</param>
public sealed record Yardstick(string Name, string Meaning, Func<object?, int?, IPolicy> Create)
{
    /// <summary>Makes the rider with a stream that its choices are drawn from; null: it draws none.</summary>
    public Func<object?, int?, RandomStream, IPolicy>? CreateDrawing { get; private init; }

    /// <summary>A rider that draws its choices.</summary>
    /// <param name="name">A word to call it by.</param>
    /// <param name="meaning">How it rides, in a few words.</param>
    /// <param name="create">Makes the rider for a world of the given options and step limit, with the stream that it draws from.</param>
    public static Yardstick Drawing(string name, string meaning, Func<object?, int?, RandomStream, IPolicy> create) =>
        new(name, meaning, (options, stepLimit) => create(options, stepLimit, RandomStream.Create(0, StreamPurpose.EvaluationPolicy)))
        {
            CreateDrawing = create,
        };
}
