namespace Tandem.Learning.Reinforcement;

/// <summary>
/// The networks of <see cref="Sac"/>. Legend: W encoded observation width, A dimensions of the action.
/// </summary>
/// <param name="Actor">[W] to [A means, A log deviations].</param>
/// <param name="FirstCritic">[W, A] to the value of an action, 1.</param>
/// <param name="SecondCritic">Another of the same make.</param>
/// <param name="FirstTarget">What begins as the first critic and follows it slowly, of the same make.</param>
/// <param name="SecondTarget">What begins as the second critic and follows it slowly, of the same make.</param>
public sealed record SacNetworks(
    ICriticNetwork Actor,
    ICriticNetwork FirstCritic,
    ICriticNetwork SecondCritic,
    ICriticNetwork FirstTarget,
    ICriticNetwork SecondTarget) : IDisposable
{
    /// <summary>Perceptrons of the given hidden layers.</summary>
    internal static SacNetworks Create(int observationWidth, int actionWidth, PerceptronOptions hidden, ref RandomStream initial, ThreadTeam team)
    {
        var actor = New(observationWidth, 2 * actionWidth, ref initial);
        var (first, second) = (NewCritic(ref initial), NewCritic(ref initial));
        return new SacNetworks(actor, first, second, NewCritic(ref initial), NewCritic(ref initial));

        PerceptronNetwork NewCritic(ref RandomStream initial) => New(observationWidth + actionWidth, 1, ref initial);

        PerceptronNetwork New(int inputs, int outputs, ref RandomStream initial) =>
            new(new PerceptronShape(inputs, hidden.Hidden.AsSpan(), outputs, hidden.Activation), ref initial, team);
    }

    /// <summary>Refuses networks of other widths.</summary>
    internal void RequireFit(int observationWidth, int actionWidth)
    {
        AlgorithmFit.RequireWidths(Actor, observationWidth, "observations", 2 * actionWidth, "means and deviations");
        foreach (var critic in (ReadOnlySpan<ICriticNetwork>)[FirstCritic, SecondCritic, FirstTarget, SecondTarget])
        {
            AlgorithmFit.RequireWidths(critic, observationWidth + actionWidth, "observations and actions", 1, "values");
        }
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
}
