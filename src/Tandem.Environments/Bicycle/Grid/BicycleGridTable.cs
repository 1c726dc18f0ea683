using Tandem.Environments.Tabular;

namespace Tandem.Environments.Bicycle;

/// <summary>Writes <see cref="BicycleGrid"/> out as a finite decision process, to be solved by <see cref="ValueIteration"/>.</summary>
/// <remarks>
/// Its states are cells and speeds: cell · top speed + speed − 1, cells row by row. Its actions are 3 · pedal + steer. A ride
/// of n steps gets no faster than n + 1, so with that top speed the table is the world itself for as long.
/// </remarks>
public static class BicycleGridTable
{
    private const long MaximumStates = 10_000_000;

    /// <summary>The table of a grid.</summary>
    /// <param name="options">The grid.</param>
    /// <param name="topSpeed">A bicycle this fast gets no faster; at least 1.</param>
    public static TransitionTable Of(BicycleGridOptions options, int topSpeed)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Of(new GridTerrain(options), topSpeed);
    }

    internal static TransitionTable Of(GridTerrain terrain, int topSpeed)
    {
        var (track, cells) = (terrain.Track, terrain.Track.Map.Cells);
        var most = MaximumStates / cells.Length;
        if (topSpeed < 1 || topSpeed > most)
            throw new ArgumentException($"a top speed of {topSpeed} is out of range for a grid of {cells.Length} cells: give 1 to {most}");

        return new TransitionTable(cells.Length * topSpeed, 6, Outcomes, [track.Map.Start * topSpeed]);

        Transition[] Outcomes(int state, int action)
        {
            if (cells[state / topSpeed] == GridGround.Wall || state / topSpeed == track.Map.Goal)
                return [new Transition(1, state, 0, Terminated: true)];

            var from = track.At(state / topSpeed, (state % topSpeed) + 1);
            return [.. terrain.Steered(action % 3).Select(steered =>
            {
                var to = track.Move(from, action / 3, steered.Steer);
                var (reward, terminated, _) = terrain.Judge(from, to);
                return new Transition(steered.Probability, (track.CellOf(to) * topSpeed) + Math.Min(to.Speed, topSpeed) - 1, reward, terminated);
            })];
        }
    }
}
