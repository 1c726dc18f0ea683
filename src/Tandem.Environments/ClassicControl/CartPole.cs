using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tandem.Environments.ClassicControl;

/// <summary>
/// A pole stands on a cart, which is pushed to the left or to the right at every step, so that the pole does not fall and
/// the cart stays on its track (Barto, Sutton and Anderson, 1983; equations corrected by Florian, 2007).
/// </summary>
/// <remarks>
/// <para>Action: 0 pushes to the left, 1 to the right, with 10 N for 0.02 s. Observation: place, velocity, angle, angular velocity.</para>
/// <para>As Gymnasium's CartPole-v1: explicit Euler steps, the episode ends beyond 2.4 m or 12°, and starts with four numbers
/// from −0.05 to 0.05. Sine and cosine are Taylor sums within 0.25 rad, exact there to the last bit or the one beside it,
/// and made of plain products and sums: a ride is the same to the bit on every processor.</para>
/// </remarks>
public readonly struct CartPole : IWorld<CartPoleState>
{
    internal const double TrackMetres = 2.4;
    internal const double FallRadians = 12 * 2 * Math.PI / 360;
    internal const double HalfPoleMetres = 0.5;

    private const double Gravity = 9.8;
    private const double PoleKilograms = 0.1;
    private const double TotalKilograms = 1 + PoleKilograms;
    private const double PoleMoment = PoleKilograms * HalfPoleMetres;
    private const double PushNewtons = 10;
    private const double StepSeconds = 0.02;
    private const double StartRange = 0.05;

    /// <summary>Up to here the Taylor sums below are exact; while the pole stands its angle is always smaller.</summary>
    private const double SmallRadians = 0.25;

    private readonly double standing;
    private readonly double fallen;

    /// <summary>The cart and pole with the given options.</summary>
    public CartPole(CartPoleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (standing, fallen) = options.OnlyFallCounts ? (0, -1) : (1, 1);
        Observations = Box.Symmetric((float)(2 * TrackMetres), float.PositiveInfinity, (float)(2 * FallRadians), float.PositiveInfinity);
        Actions = new Discrete(2);
    }

    /// <inheritdoc/>
    public Space Observations { get; }

    /// <inheritdoc/>
    public Space Actions { get; }

    /// <inheritdoc/>
    public CartPoleState Start(ref RandomStream random) => new(
        random.NextDouble(-StartRange, StartRange),
        random.NextDouble(-StartRange, StartRange),
        random.NextDouble(-StartRange, StartRange),
        random.NextDouble(-StartRange, StartRange));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Outcome Step(ref CartPoleState state, ActionView action, ref RandomStream random)
    {
        var (place, velocity, angle, turning) = state;
        var (sine, cosine) = SineAndCosine(angle);
        var push = ((2 * action.Choice) - 1) * PushNewtons;
        var pull = (push + (PoleMoment * turning * turning * sine)) * (1 / TotalKilograms);
        var angular = ((Gravity * sine) - (cosine * pull))
            / (HalfPoleMetres * ((4.0 / 3) - (PoleKilograms / TotalKilograms * cosine * cosine)));
        var linear = pull - (PoleMoment / TotalKilograms * angular * cosine);
        place += StepSeconds * velocity;
        angle += StepSeconds * turning;
        state = new CartPoleState(place, velocity + (StepSeconds * linear), angle, turning + (StepSeconds * angular));
        var ended = Math.Abs(place) > TrackMetres | Math.Abs(angle) > FallRadians;
        return new Outcome(ended ? fallen : standing, ended);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Observe(in CartPoleState state, Span<float> observation)
    {
        var numbers = Unsafe.BitCast<CartPoleState, Vector256<double>>(state);
        Vector128.Narrow(numbers.GetLower(), numbers.GetUpper()).CopyTo(observation);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double Sine, double Cosine) SineAndCosine(double angle)
    {
        if (!(Math.Abs(angle) <= SmallRadians))
            return Math.SinCos(angle);

        // Both Taylor sums at once, in Horner's form: 1 - a^2/3! + a^4/5! ... and 1 - a^2/2! + a^4/4! ....
        var square = Vector128.Create(angle * angle);
        var sums = Vector128.Create(1.0 / 6_227_020_800, 1.0 / 479_001_600);
        sums = (sums * square) + Vector128.Create(-1.0 / 39_916_800, -1.0 / 3_628_800);
        sums = (sums * square) + Vector128.Create(1.0 / 362_880, 1.0 / 40_320);
        sums = (sums * square) + Vector128.Create(-1.0 / 5_040, -1.0 / 720);
        sums = (sums * square) + Vector128.Create(1.0 / 120, 1.0 / 24);
        sums = (sums * square) + Vector128.Create(-1.0 / 6, -1.0 / 2);
        sums = (sums * square) + Vector128<double>.One;
        return (angle * sums[0], sums[1]);
    }
}
