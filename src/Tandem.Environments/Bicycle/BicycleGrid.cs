using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tandem.Environments.Bicycle;

/// <summary>
/// A bicycle on an N × N grid rides from one corner to the opposite one. Pushing the pedal moves it <c>speed</c> columns on,
/// steering one row up or down; bumps slow it, smooth cells let it gain speed.
/// </summary>
/// <remarks>
/// <para>Action: pedal 0 or 1; steer 0, 1, 2 for −1, 0, +1 row. Observation: x, y, speed, bump.</para>
/// <para>Step: x += pedal · speed; y += steer; both are kept on the grid; then speed = max(1, speed − 1) on a bump, else
/// speed + 1. Arriving at (N − 1, N − 1) ends the ride with a reward of 100; every other step costs 1.</para>
/// <para>A row is gained by each step at most, and pedalling gains a column at least: the shortest ride takes N − 1 steps,
/// whatever the bumps, and earns 100 − (N − 2).</para>
/// </remarks>
public readonly struct BicycleGrid : IWorld<GridState>
{
    private readonly int last;
    private readonly int bumpCells;
    private readonly Vector128<float> unit;
    private readonly Vector128<float> highest;

    /// <summary>The grid with the given options.</summary>
    public BicycleGrid(BicycleGridOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        last = options.Size - 1;
        bumpCells = (int)options.Bumps;
        var cell = options.Scaled ? last : 1f;
        unit = Vector128.Create(cell, cell, cell, 1f);
        highest = options.Scaled ? Vector128<float>.One : Vector128.Create(last, last, float.PositiveInfinity, 1f);
        Observations = new Box([0, 0, 1 / cell, 0], [highest[0], highest[1], highest[2], highest[3]]);
        Actions = new MultiDiscrete(2, 3);
    }

    /// <inheritdoc/>
    public Space Observations { get; }

    /// <inheritdoc/>
    public Space Actions { get; }

    /// <summary>Cells along each side.</summary>
    public int Size => last + 1;

    /// <summary>Steps of the shortest ride.</summary>
    public int OptimalSteps => last;

    /// <summary>The return of the shortest ride.</summary>
    public double OptimalReturn => 100 - (Size - 2);

    /// <summary>Whether a cell is a bump: 1, or 0 if it is smooth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int BumpAt(int x, int y) => (bumpCells >> (((y & 1) << 1) | (x & 1))) & 1;

    /// <inheritdoc/>
    public GridState Start(ref RandomStream random) => new(0, 0, 1, BumpAt(0, 0));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Outcome Step(ref GridState state, ActionView action, ref RandomStream random)
    {
        var choices = action.Choices;
        var (pedal, steer) = (choices[0], choices[1] - 1);
        var x = AtMost(last, state.X + (pedal * state.Speed));
        var y = AtMost(last, AtLeast(0, state.Y + steer));
        var bump = BumpAt(x, y);
        var speed = AtLeast(1, state.Speed + 1 - (2 * bump));
        // One store instead of four: observing loads the four numbers as one vector again.
        state = Unsafe.BitCast<Vector128<int>, GridState>(Vector128.Create(x, y, speed, bump));
        var arrived = x == last & y == last;
        return new Outcome(arrived ? 100 : -1, arrived);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Observe(in GridState state, Span<float> observation)
    {
        var numbers = Vector128.ConvertToSingle(Unsafe.BitCast<GridState, Vector128<int>>(state));
        Vector128.MinNative(numbers / unit, highest).CopyTo(observation);
    }

    // Math.Min and Math.Max become jumps inside a loop, which no processor predicts where the rider is random.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AtMost(int bound, int value)
    {
        var excess = value - bound;
        return value - (excess & ~(excess >> 31));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AtLeast(int bound, int value)
    {
        var excess = value - bound;
        return value - (excess & (excess >> 31));
    }
}
