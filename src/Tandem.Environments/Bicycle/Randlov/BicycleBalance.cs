using System.Runtime.CompilerServices;

namespace Tandem.Environments.Bicycle;

/// <summary>Keep the bicycle of Randløv and Alstrøm from falling over, wherever it rides.</summary>
/// <remarks>
/// Observation: steer, its rate, lean, its rate, its acceleration. Action: <see cref="BicycleActions"/>. A fall costs 1 and
/// ends the ride; nothing else earns or costs anything.
/// </remarks>
public readonly struct BicycleBalance : IWorld<RandlovState>
{
    private readonly RandlovControls controls;
    private readonly double[] units;

    /// <summary>The world with the given options.</summary>
    public BicycleBalance(RandlovOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        controls = new RandlovControls(options);
        units = RandlovView.UnitsOf(options.Scaled, RandlovView.Width);
        Observations = RandlovView.SpaceOf(options.Scaled, RandlovView.Width);
        Actions = RandlovControls.SpaceOf(options.Actions);
    }

    /// <inheritdoc/>
    public Space Observations { get; }

    /// <inheritdoc/>
    public Space Actions { get; }

    /// <inheritdoc/>
    public RandlovState Start(ref RandomStream random) => RandlovState.AtRest(heading: 0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Outcome Step(ref RandlovState state, ActionView action, ref RandomStream random)
    {
        controls.Advance(ref state, action, ref random);
        return new Outcome(state.HasFallen ? -1 : 0, state.HasFallen);
    }

    /// <inheritdoc/>
    public void Observe(in RandlovState state, Span<float> observation) => RandlovView.Write(state, units, observation);
}
