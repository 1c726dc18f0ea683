namespace Tandem.Environments.Tests;

/// <summary>Where a boat is, and how many steps it has sailed.</summary>
public readonly record struct DriftState(double Place, int Sailed);

/// <summary>
/// A boat on a line that drifts in the wind: random at the start and at every step, acted on by a real number. Past 3 on
/// either side the episode is terminated, and the world itself cuts it after 40 steps.
/// </summary>
public readonly struct Drift : IWorld<DriftState>
{
    public const int CutAfter = 40;

    public Drift()
    {
    }

    public Space Observations { get; } = new Box([-9, 0], [9, CutAfter]);

    public Space Actions { get; } = new Box([-0.5f], [0.5f]);

    public DriftState Start(ref RandomStream random) => new(random.NextDouble(-1, 1), 0);

    public Outcome Step(ref DriftState state, ActionView action, ref RandomStream random)
    {
        state = new DriftState(state.Place + action.Values[0] + random.NextDouble(-0.5, 0.5), state.Sailed + 1);
        return new Outcome(-Math.Abs(state.Place), Math.Abs(state.Place) > 3, state.Sailed >= CutAfter);
    }

    public void Observe(in DriftState state, Span<float> observation) => (observation[0], observation[1]) = ((float)state.Place, state.Sailed);
}

/// <summary>The same boat as a user would write it: an object, which cannot be saved in the middle of an episode.</summary>
public sealed class DriftObject : IEnvironment
{
    private readonly WorldEnvironment<Drift, DriftState> inner = new(new Drift());

    public Space Observations => inner.Observations;

    public Space Actions => inner.Actions;

    public void Reset(ref RandomStream random, Span<float> observation) => inner.Reset(ref random, observation);

    public Outcome Step(ActionView action, ref RandomStream random, Span<float> observation) => inner.Step(action, ref random, observation);
}
