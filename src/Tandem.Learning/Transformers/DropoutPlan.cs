using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Tandem.Learning.Transformers;

/// <summary>
/// What one application of dropout multiplies by, both ways: 0 with probability p, held to 1/65536, else 1 / (1 − p). Each part
/// of the work has a stream of its own, so that parts may be worked on in any order.
/// </summary>
internal readonly struct DropoutPlan
{
    private const int Levels = 1 << 16;

    private readonly ulong seed;
    private readonly Vector512<ushort> limit;
    private readonly Vector512<int> kept;

    /// <param name="threshold">p in 65536ths, 0 to 65535.</param>
    /// <param name="seed">What the factors follow from.</param>
    public DropoutPlan(ushort threshold, ulong seed)
    {
        (this.seed, DropsNothing, Kept) = (seed, threshold == 0, Levels / (float)(Levels - threshold));
        (limit, kept) = (Vector512.Create(threshold), Vector512.Create(Kept).AsInt32());
    }

    /// <summary>Whether all factors are 1.</summary>
    public bool DropsNothing { get; }

    /// <summary>1 / (1 − p).</summary>
    public float Kept { get; }

    /// <summary>A plan of the training's next seed, which is drawn where something is to be dropped.</summary>
    /// <param name="share">p, 0 or more and below 1.</param>
    public static DropoutPlan Draw(double share)
    {
        var threshold = (ushort)Math.Min(Levels - 1, Math.Round(share * Levels));
        return new DropoutPlan(threshold, threshold == 0 ? 0 : DropoutStream.NextSeed());
    }

    /// <summary>The stream of one part of the work.</summary>
    public LaneRandom Stream(long part) => new(seed + (ulong)part);

    /// <summary>The next 32 factors of a stream.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector512<float> Lower, Vector512<float> Upper) Next(ref LaneRandom stream)
    {
        var (lower, upper) = Vector512.Widen(Vector512.GreaterThanOrEqual(stream.Next(), limit).AsInt16());
        return ((lower & kept).AsSingle(), (upper & kept).AsSingle());
    }

    /// <summary>values ⊙= factors.</summary>
    /// <param name="values">A multiple of 32 numbers.</param>
    /// <param name="stream">Gives the factors.</param>
    public void Multiply(Span<float> values, ref LaneRandom stream)
    {
        if (DropsNothing)
            return;
        for (var i = 0; i < values.Length; i += 2 * Vector512<float>.Count)
        {
            var (lower, upper) = Next(ref stream);
            var half = values[(i + Vector512<float>.Count)..];
            (Vector512.Create<float>(values[i..]) * lower).CopyTo(values[i..]);
            (Vector512.Create<float>(half) * upper).CopyTo(half);
        }
    }
}
