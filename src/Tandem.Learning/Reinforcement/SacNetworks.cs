namespace Tandem.Learning.Reinforcement;

/// <summary>
/// The networks of <see cref="Sac"/>. Legend: W encoded observation width, A dimensions of the action.
/// </summary>
/// <param name="Actor">[W] to [A means, A log deviations].</param>
/// <param name="FirstCritic">[W, A] to the value of an action, 1.</param>
/// <param name="SecondCritic">Another of the same make.</param>
/// <param name="FirstTarget">What follows the first critic slowly, of the same make.</param>
/// <param name="SecondTarget">What follows the second critic slowly, of the same make.</param>
public sealed record SacNetworks(
    ICriticNetwork Actor,
    ICriticNetwork FirstCritic,
    ICriticNetwork SecondCritic,
    ICriticNetwork FirstTarget,
    ICriticNetwork SecondTarget) : IDisposable
{
    /// <summary>Perceptrons of the given hidden layers.</summary>
    internal static SacNetworks Create(int observationWidth, int actionWidth, PerceptronOptions hidden, ref RandomStream initial)
    {
        var actor = New(observationWidth, 2 * actionWidth, hidden, ref initial);
        var first = New(observationWidth + actionWidth, 1, hidden, ref initial);
        var second = New(observationWidth + actionWidth, 1, hidden, ref initial);
        return new SacNetworks(actor, first, second, Copy(first), Copy(second));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var network in All)
        {
            network.Dispose();
        }
    }

    internal void Save(BinaryWriter writer)
    {
        foreach (var network in All)
        {
            network.Save(writer);
        }
    }

    internal void Restore(BinaryReader reader)
    {
        foreach (var network in All)
        {
            network.Restore(reader);
        }
    }

    private ICriticNetwork[] All => [Actor, FirstCritic, SecondCritic, FirstTarget, SecondTarget];

    private static PerceptronNetwork New(int inputs, int outputs, PerceptronOptions hidden, ref RandomStream initial) =>
        new(new PerceptronShape(inputs, hidden.Hidden.AsSpan(), outputs, hidden.Activation), ref initial);

    private static PerceptronNetwork Copy(PerceptronNetwork network)
    {
        var copy = new PerceptronNetwork(new Perceptron(network.Perceptron.Shape));
        copy.Follow(network, rate: 1);
        return copy;
    }
}
