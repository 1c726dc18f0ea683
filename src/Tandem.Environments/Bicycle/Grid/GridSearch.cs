using System.Runtime.InteropServices;

namespace Tandem.Environments.Bicycle;

/// <summary>Finds the best ride where nothing slips, by following all rides at once, a step at a time.</summary>
internal static class GridSearch
{
    private const int MaximumRides = 2_000_000;

    /// <summary>The best return within a number of steps; null where the search grows too large.</summary>
    public static double? BestReturn(GridTerrain terrain, int stepLimit)
    {
        var rides = new Dictionary<GridState, double> { [terrain.Track.Start] = 0 };
        var (best, followed) = (double.NegativeInfinity, 0L);
        for (var left = stepLimit; left > 0; left--)
        {
            // What is still to come: 100, no sooner than the next step; and all that shaping may give.
            var hope = 100 + ((left - 1) * Math.Max(0, terrain.MostShaping - 1));
            if (rides.Count == 0 || best >= hope + rides.Max(ride => ride.Value - terrain.PotentialOf(ride.Key)))
                return best;

            if ((followed += rides.Count) > MaximumRides)
                return null;

            (rides, var arrived) = Advance(terrain, rides);
            best = Math.Max(best, arrived);
        }

        return Math.Max(best, rides.Count == 0 ? best : rides.Values.Max());
    }

    /// <summary>The fewest steps to the goal.</summary>
    public static int FewestSteps(GridTerrain terrain)
    {
        HashSet<GridState> seen = [terrain.Track.Start];
        var open = seen.ToList();
        for (var steps = 1; ; steps++)
        {
            var next = new List<GridState>();
            foreach (var from in open)
            {
                for (var action = 0; action < 6; action++)
                {
                    var to = terrain.Track.Move(from, action / 3, action % 3);
                    if (terrain.Track.CellOf(to) == terrain.Track.Map.Goal)
                        return steps;

                    if (seen.Add(to))
                        next.Add(to);
                }
            }

            open = next;
        }
    }

    /// <summary>Every ride one step on, the best of those that meet, and the best that arrives.</summary>
    private static (Dictionary<GridState, double> Rides, double Arrived) Advance(GridTerrain terrain, Dictionary<GridState, double> rides)
    {
        var (next, arrived) = (new Dictionary<GridState, double>(rides.Count), double.NegativeInfinity);
        foreach (var (from, earned) in rides)
        {
            for (var action = 0; action < 6; action++)
            {
                var to = terrain.Track.Move(from, action / 3, action % 3);
                var (reward, isThere, _) = terrain.Judge(from, to);
                if (isThere)
                {
                    arrived = Math.Max(arrived, earned + reward);
                    continue;
                }

                ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(next, to, out var isKnown);
                known = isKnown ? Math.Max(known, earned + reward) : earned + reward;
            }
        }

        return (next, arrived);
    }
}
