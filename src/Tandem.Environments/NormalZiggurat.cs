using System.Runtime.CompilerServices;

namespace Tandem.Environments;

/// <summary>
/// Draws from the standard normal distribution several times as fast as <see cref="RandomStream.NextNormal"/>, for a world
/// that draws at every step: the density is cut into layers of equal area, and 99 draws of 100 fall inside one (Marsaglia
/// and Tsang, "The ziggurat method", 2000; with a layer and a place that share no bits, as Doornik, 2005, asks).
/// </summary>
internal static class NormalZiggurat
{
    private const int Layers = 256;

    /// <summary>Where the lowest layer's tail begins, and the area of each layer: the two numbers for which 256 layers close at the top.</summary>
    private const double TailStart = 3.6541528853610088;
    private const double LayerArea = 0.004928673233974655;

    /// <summary>The right end of each layer, from the lowest, which stands for base and tail, to 0 at the top.</summary>
    private static readonly double[] Ends = CreateEnds();

    /// <summary>How much of each layer lies under the density for certain: the end of the one above, as a share of its own.</summary>
    private static readonly double[] Cores = [.. Enumerable.Range(0, Layers).Select(layer => Ends[layer + 1] / Ends[layer])];

    /// <summary>The next draw.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Next(ref RandomStream random)
    {
        var bits = random.NextUInt64();
        var layer = (int)(bits & (Layers - 1));
        var share = Share(bits);
        return Math.Abs(share) < Cores[layer] ? share * Ends[layer] : NextAtTheEdge(ref random, layer, share);
    }

    /// <summary>A number from [−1, 1) of the upper 53 bits.</summary>
    private static double Share(ulong bits) => ((long)bits >> 11) * (1.0 / (1L << 52));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static double NextAtTheEdge(ref RandomStream random, int layer, double share)
    {
        while (true)
        {
            if (layer == 0)
                return Math.CopySign(NextInTheTail(ref random), share);
            var value = share * Ends[layer];
            var (below, above) = (Density(Ends[layer]), Density(Ends[layer + 1]));
            if (below + (random.NextDouble() * (above - below)) < Density(value))
                return value;
            var bits = random.NextUInt64();
            (layer, share) = ((int)(bits & (Layers - 1)), Share(bits));
            if (Math.Abs(share) < Cores[layer])
                return share * Ends[layer];
        }
    }

    /// <summary>A draw beyond <see cref="TailStart"/> (Marsaglia, 1964).</summary>
    private static double NextInTheTail(ref RandomStream random)
    {
        double beyond, height;
        do
        {
            beyond = -Math.Log(1 - random.NextDouble()) / TailStart;
            height = -Math.Log(1 - random.NextDouble());
        }
        while (2 * height < beyond * beyond);
        return TailStart + beyond;
    }

    private static double Density(double value) => Math.Exp(-value * value / 2);

    private static double[] CreateEnds()
    {
        var ends = new double[Layers + 1];
        (ends[0], ends[1]) = (LayerArea / Density(TailStart), TailStart);
        for (var layer = 2; layer < Layers; layer++)
            ends[layer] = Math.Sqrt(-2 * Math.Log((LayerArea / ends[layer - 1]) + Density(ends[layer - 1])));
        return ends;
    }
}
