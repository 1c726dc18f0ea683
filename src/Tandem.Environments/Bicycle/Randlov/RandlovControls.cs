using System.Runtime.CompilerServices;

namespace Tandem.Environments.Bicycle;

/// <summary>Turns a rider's actions, and the wavering of the body, into what <see cref="RandlovBicycle"/> is moved by.</summary>
internal readonly struct RandlovControls(RandlovOptions options)
{
    public const double Torque = 2;
    public const double Displacement = 0.02;

    private readonly RandlovBicycle bicycle = new(options.Integration);
    private readonly BicycleActions actions = options.Actions;
    private readonly double noise = options.NoiseMetres;

    public static Space SpaceOf(BicycleActions actions) => actions switch
    {
        BicycleActions.Nine => new Discrete(9),
        BicycleActions.Five => new Discrete(5),
        _ => Box.Symmetric((float)Torque, (float)Displacement),
    };

    public static IReadOnlyList<string> NamesOf(BicycleActions actions) => actions == BicycleActions.Nine
        ? ["turn right, shift right", "turn right", "turn right, shift left", "shift right", "nothing", "shift left", "turn left, shift right", "turn left", "turn left, shift left"]
        : ["nothing", "turn right", "turn left", "shift right", "shift left"];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Advance(ref RandlovState state, ActionView action, ref RandomStream random)
    {
        var (torque, displacement) = Read(action);
        bicycle.Advance(ref state, torque, displacement + random.NextDouble(-noise, noise));
    }

    /// <summary>Torque in N m and displacement in m.</summary>
    public (double Torque, double Displacement) Read(ActionView action) => actions switch
    {
        BicycleActions.Nine => (Torque * ((action.Choice / 3) - 1), Displacement * ((action.Choice % 3) - 1)),
        BicycleActions.Five => action.Choice switch
        {
            1 => (-Torque, 0),
            2 => (Torque, 0),
            3 => (0, -Displacement),
            4 => (0, Displacement),
            _ => (0, 0),
        },
        _ => (action.Values[0], action.Values[1]),
    };
}
