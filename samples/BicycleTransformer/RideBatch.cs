using Tandem.Environments;
using static TorchSharp.torch;

namespace BicycleTransformer;

/// <summary>Recorded rides of different lengths in one block.</summary>
/// <param name="States">[B, L, 4], zeros behind the end of a ride.</param>
/// <param name="Actions">[B, L]: the joint action of each step, <see cref="Padding"/> behind the end.</param>
/// <param name="Lengths">How many steps each ride has, [B].</param>
internal sealed record RideBatch(Tensor States, Tensor Actions, int[] Lengths)
{
    public const int Padding = -100;

    public static RideBatch Of(IReadOnlyList<RecordedRide> rides)
    {
        var (states, actions) = (new float[rides.Count * Rider.LongestRide * 4], new long[rides.Count * Rider.LongestRide]);
        Array.Fill(actions, Padding);
        for (var ride = 0; ride < rides.Count; ride++)
        {
            for (var step = 0; step < rides[ride].Outcome.Steps; step++)
            {
                var place = (ride * Rider.LongestRide) + step;
                rides[ride].Moments[step].Observation.CopyTo(states, place * 4);
                var choices = rides[ride].Moments[step + 1].Choices;
                actions[place] = (choices[0] * 3) + choices[1];
            }
        }

        return new RideBatch(
            tensor(states, [rides.Count, Rider.LongestRide, 4]),
            tensor(actions, [rides.Count, Rider.LongestRide]),
            [.. rides.Select(ride => ride.Outcome.Steps)]);
    }
}
