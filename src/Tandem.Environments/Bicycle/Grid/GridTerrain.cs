namespace Tandem.Environments.Bicycle;

/// <summary>A grid with all that the plain one lacks: a map, steering that slips, a price of bumps, shaped rewards.</summary>
/// <remarks>
/// Shaping adds γ Φ(s′) − Φ(s) to a step's reward, where Φ is minus the steps that are left at walking pace and 0 at the
/// goal. What it adds to a whole discounted return depends on the start alone, so the best rides stay the best (Ng, Harada
/// and Russell, "Policy invariance under reward transformations", 1999).
/// </remarks>
internal sealed class GridTerrain
{
    private readonly double slip;
    private readonly double bumpPenalty;
    private readonly double shapingDiscount;

    /// <summary>Φ of each cell; null without shaping.</summary>
    private readonly double[]? potentials;

    public GridTerrain(BicycleGridOptions options)
    {
        Track = new GridTrack(MapOf(options));
        (slip, bumpPenalty, shapingDiscount) = (options.Slip, options.BumpPenalty, options.ShapingDiscount);
        potentials = options.Shaping > 0 ? Potentials(Track, options.Shaping) : null;
    }

    public GridTrack Track { get; }

    /// <summary>The most that Φ takes back of what it gave, a step: (γ − 1) Φ.</summary>
    public double MostShaping => potentials is null ? 0 : (shapingDiscount - 1) * potentials.Min();

    /// <summary>Whether options ask for anything that the plain grid lacks.</summary>
    public static bool IsNeeded(BicycleGridOptions options) => options is not { Map: null, MapSeed: null, Slip: 0, BumpPenalty: 0, Shaping: 0 };

    public double PotentialOf(in GridState state) => potentials is null ? 0 : potentials[Track.CellOf(state)];

    public Outcome Step(ref GridState state, ActionView action, ref RandomStream random)
    {
        var (from, pedal, steer) = (state, action.Choices[0], action.Choices[1]);
        if (slip > 0)
            steer = Slipped(steer, random.NextDouble());

        state = Track.Move(from, pedal, steer);
        return Judge(from, state);
    }

    /// <summary>All that can come of steering: as wished, or to one of the other two rows, each as likely.</summary>
    public IEnumerable<(int Steer, double Probability)> Steered(int steer)
    {
        if (slip < 1)
            yield return (steer, 1 - slip);

        if (slip > 0)
        {
            yield return ((steer + 1) % 3, slip / 2);
            yield return ((steer + 2) % 3, slip / 2);
        }
    }

    /// <summary>What a step earns.</summary>
    public Outcome Judge(in GridState from, in GridState to)
    {
        var isThere = Track.CellOf(to) == Track.Map.Goal;
        var reward = isThere ? 100 : to.Bump == (int)GridGround.Bump ? -1 - bumpPenalty : -1;
        if (potentials is not null)
            reward += (shapingDiscount * PotentialOf(to)) - PotentialOf(from);

        return new Outcome(reward, isThere);
    }

    private int Slipped(int steer, double drawn) =>
        drawn >= slip ? steer : drawn < slip / 2 ? (steer + 1) % 3 : (steer + 2) % 3;

    private static GridMap MapOf(BicycleGridOptions options) => options switch
    {
        { Map: not null, MapSeed: not null } => throw new ArgumentException("both a map and the seed of one are given: leave one of them out"),
        { Map: { } map } => GridMapSource.Read(map),
        { MapSeed: { } seed } => RandomGridMap.Draw(options.Size, seed),
        _ => GridMap.OfPattern(options.Size, options.Bumps),
    };

    private static double[] Potentials(GridTrack track, double weight)
    {
        var paces = GridWay.Paces(track);
        var beyond = paces.Max() + 1;
        return [.. paces.Select(pace => pace == 0 ? 0 : -weight * (pace < 0 ? beyond : pace))];
    }
}
