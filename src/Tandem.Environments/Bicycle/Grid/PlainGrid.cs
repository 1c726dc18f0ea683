using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tandem.Environments.Bicycle;

/// <summary>
/// The grid without a map and without chance, as the loop over many worlds steps it: <see cref="BicycleGrid"/> says what it
/// is. A world of its own, since even an untaken branch to more than this costs a seventh of the steps a second.
/// </summary>
internal readonly struct PlainGrid : IWorld<GridState>
{
    private readonly int last;
    private readonly int bumpCells;
    private readonly Vector128<float> unit;
    private readonly Vector128<float> highest;

    /// <param name="options">Size and bumps.</param>
    /// <param name="unit">What x, y, speed and ground are divided by.</param>
    /// <param name="highest">What they are at most.</param>
    /// <param name="observations">What is seen.</param>
    /// <param name="actions">What can be done.</param>
    public PlainGrid(BicycleGridOptions options, Vector128<float> unit, Vector128<float> highest, Space observations, Space actions)
    {
        (last, bumpCells) = (options.Size - 1, (int)options.Bumps);
        (this.unit, this.highest, Observations, Actions) = (unit, highest, observations, actions);
    }

    public Space Observations { get; }

    public Space Actions { get; }

    public GridState Start(ref RandomStream random) => new(0, 0, 1, PatternAt(0, 0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Outcome Step(ref GridState state, ActionView action, ref RandomStream random)
    {
        var choices = action.Choices;
        var (pedal, steer) = (choices[0], choices[1] - 1);
        var x = AtMost(last, state.X + (pedal * state.Speed));
        var y = AtMost(last, AtLeast(0, state.Y + steer));
        var bump = PatternAt(x, y);
        var speed = AtLeast(1, state.Speed + 1 - (2 * bump));
        // One store instead of four: observing loads the four numbers as one vector again.
        state = Unsafe.BitCast<Vector128<int>, GridState>(Vector128.Create(x, y, speed, bump));
        var arrived = x == last & y == last;
        return new Outcome(arrived ? 100 : -1, arrived);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Observe(in GridState state, Span<float> observation)
    {
        var numbers = Vector128.ConvertToSingle(Unsafe.BitCast<GridState, Vector128<int>>(state));
        Vector128.MinNative(numbers / unit, highest).CopyTo(observation);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int PatternAt(int x, int y) => (bumpCells >> (((y & 1) << 1) | (x & 1))) & 1;

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
