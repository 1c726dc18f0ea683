using Tandem.Environments;
using Tandem.Learning.Trajectories;

namespace Tandem.Learning.Tests.Trajectories;

/// <summary>Recorded rides through a few numbered places, written by hand.</summary>
internal static class SmallRides
{
    /// <summary>Two ways out of one place: 0 wins 5 or loses 15, as often; 1 wins 1.</summary>
    public static RecordedWorld Gambling { get; } = World(places: 2, actions: 2);

    public static RecordedWorld World(int places, int actions) => new()
    {
        Environment = "Places-v0",
        Observations = new Discrete(places),
        Actions = new Discrete(actions),
    };

    /// <summary>A ride: the places, the actions between them and what each earned.</summary>
    public static Episode Ride(int[] places, int[] actions, double[] rewards, bool terminated = true) => new(
        EpisodeInfo.Of(rewards, terminated, truncated: !terminated), [.. places.Select(place => (float)place)], actions, [], rewards);

    /// <summary>Rides of the gambling world: a third took the gamble and won, a third lost, a third did without.</summary>
    public static Episode[] Gambles(int ofEach) =>
    [
        .. Enumerable.Range(0, ofEach).SelectMany(_ => new[]
        {
            Ride([0, 1], [0], [5]),
            Ride([0, 1], [0], [-15]),
            Ride([0, 1], [1], [1]),
        }),
    ];

    /// <summary>
    /// Random walks along places 0 to <paramref name="last"/>, each step for −1, until place 0 is reached or they are cut after
    /// <paramref name="limit"/> steps. Action 0 goes down, 1 up.
    /// </summary>
    public static Episode[] Walks(int count, int last, int limit, ulong seed)
    {
        var random = RandomStream.Create(seed, StreamPurpose.Generation);
        var walks = new Episode[count];
        for (var walk = 0; walk < count; walk++)
        {
            var places = new List<int> { 1 + random.NextInt32(last) };
            var actions = new List<int>();
            while (places[^1] != 0 && actions.Count < limit)
            {
                actions.Add(random.NextInt32(2));
                places.Add(Math.Min(last, places[^1] + (2 * actions[^1]) - 1));
            }

            walks[walk] = Ride([.. places], [.. actions], [.. Enumerable.Repeat(-1.0, actions.Count)], terminated: places[^1] == 0);
        }

        return walks;
    }
}
