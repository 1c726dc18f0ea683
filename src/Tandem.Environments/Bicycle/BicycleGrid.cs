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
/// <para>Options add a map with mud and walls, steering that slips, a price of bumps and shaped rewards.</para>
/// </remarks>
public readonly struct BicycleGrid : IWorld<GridState>
{
    private readonly int last;
    private readonly PlainGrid plain;

    /// <summary>What the options add; null on the plain grid.</summary>
    private readonly GridTerrain? terrain;

    /// <summary>The grid with the given options.</summary>
    public BicycleGrid(BicycleGridOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        terrain = GridTerrain.IsNeeded(options) ? new GridTerrain(options) : null;
        last = options.Size - 1;
        (Columns, Rows) = terrain is null ? (options.Size, options.Size) : (terrain.Track.Map.Columns, terrain.Track.Map.Rows);
        var ground = terrain is not null && terrain.Track.Map.Cells.Contains(GridGround.Mud) ? 2f : 1f;
        var (column, row) = options.Scaled ? (Math.Max(1f, Columns - 1), Math.Max(1f, Rows - 1)) : (1f, 1f);
        var unit = Vector128.Create(column, row, column, options.Scaled ? ground : 1);
        var highest = options.Scaled ? Vector128<float>.One : Vector128.Create(Columns - 1, Rows - 1, float.PositiveInfinity, ground);
        Observations = new Box([0, 0, 1 / column, 0], [highest[0], highest[1], highest[2], highest[3]]);
        Actions = new MultiDiscrete(2, 3);
        plain = new PlainGrid(options, unit, highest, Observations, Actions);
    }

    /// <inheritdoc/>
    public Space Observations { get; }

    /// <inheritdoc/>
    public Space Actions { get; }

    /// <summary>Cells along each row.</summary>
    public int Columns { get; }

    /// <summary>Cells along each column.</summary>
    public int Rows { get; }

    /// <summary>Cells along each side; on a map the longer side.</summary>
    public int Size => Math.Max(Columns, Rows);

    /// <summary>Where the ride ends.</summary>
    public (int X, int Y) Goal => terrain is null ? (last, last) : (terrain.Track.Map.Goal % Columns, terrain.Track.Map.Goal / Columns);

    /// <summary>Steps of the shortest ride; where steering slips, of a lucky one.</summary>
    public int OptimalSteps => terrain is null ? last : GridSearch.FewestSteps(terrain);

    /// <summary>
    /// The return of the shortest ride, bumps priced at nothing and rewards not shaped; <see cref="EnvironmentSpec.OptimalReturn(object?)"/>
    /// takes all of that, slips and the step limit into account.
    /// </summary>
    public double OptimalReturn => 100 - (OptimalSteps - 1);

    /// <summary>What a cell is like.</summary>
    public GridGround GroundAt(int x, int y) =>
        terrain is null ? (GridGround)plain.PatternAt(x, y) : terrain.Track.Map.Cells[(y * Columns) + x];

    /// <summary>Whether a cell is a bump: 1, or 0 if it is not.</summary>
    public int BumpAt(int x, int y) => GroundAt(x, y) == GridGround.Bump ? 1 : 0;

    /// <inheritdoc/>
    public GridState Start(ref RandomStream random) => terrain is null ? plain.Start(ref random) : terrain.Track.Start;

    /// <inheritdoc/>
    public Outcome Step(ref GridState state, ActionView action, ref RandomStream random) => terrain is null
        ? plain.Step(ref state, action, ref random)
        : terrain.Step(ref state, action, ref random);

    /// <inheritdoc/>
    public void Observe(in GridState state, Span<float> observation) => plain.Observe(in state, observation);

    /// <summary>Many of these worlds at once; the plain grid goes by a loop of its own.</summary>
    internal static IVectorEnvironment Many(BicycleGridOptions options, int count, int? stepLimit)
    {
        var grid = new BicycleGrid(options);
        return grid.terrain is null
            ? VectorEnvironment.Create<PlainGrid, GridState>(grid.plain, count, stepLimit)
            : VectorEnvironment.Create<BicycleGrid, GridState>(grid, count, stepLimit);
    }
}
