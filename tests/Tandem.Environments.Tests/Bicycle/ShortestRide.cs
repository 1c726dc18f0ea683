using Tandem.Environments.Bicycle;

namespace Tandem.Environments.Tests.Bicycle;

/// <summary>Breadth-first search over a grid's own dynamics.</summary>
internal static class ShortestRide
{
    public static int Steps(BicycleGrid grid)
    {
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var seen = new HashSet<GridState> { grid.Start(ref random) };
        var frontier = seen.ToList();
        for (var steps = 1; frontier.Count > 0; steps++)
        {
            var next = new List<GridState>();
            foreach (var from in frontier)
            {
                for (var action = 0; action < 6; action++)
                {
                    var state = from;
                    if (grid.Step(ref state, new ActionView([action / 3, action % 3]), ref random).Terminated)
                    {
                        return steps;
                    }

                    if (seen.Add(state))
                    {
                        next.Add(state);
                    }
                }
            }

            frontier = next;
        }

        throw new InvalidOperationException("the goal cannot be reached");
    }
}
