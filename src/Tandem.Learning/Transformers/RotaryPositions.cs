using System.Runtime.Intrinsics;
using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

// Legend: B batch, H heads, L length, K width of a head.

/// <summary>
/// Turns pairs of numbers in queries and keys by an angle that grows with the position, so that their products depend on
/// distance alone: Su et al. (2021), equation 34. Number i is paired with number i + K/2 (as in GPT-NeoX), where the paper
/// pairs neighbours: the same up to the order of numbers.
/// </summary>
internal sealed class RotaryPositions
{
    private const double LongestWave = 10_000;

    private readonly Tensor cosines;     // [L, K/2]
    private readonly Tensor sines;       // [L, K/2]
    private readonly Lazy<(float[] Cosines, float[] Sines)> numbers;     // the same for plain .NET, where somebody asks
    private readonly int half;           // K/2

    /// <param name="first">The position of the first token.</param>
    /// <param name="length">L.</param>
    /// <param name="headWidth">K, even.</param>
    /// <param name="device">Where queries and keys stand.</param>
    public RotaryPositions(long first, long length, int headWidth, Device device)
    {
        var positions = arange(Scalars.Of(first), Scalars.Of(first + length), ScalarType.Float64, device).unsqueeze(1);
        var frequencies = (arange(Scalars.Of(0L), Scalars.Of((long)headWidth), Scalars.Of(2L), ScalarType.Float64, device) * Scalars.Of(-Math.Log(LongestWave) / headWidth)).exp();
        var angles = positions * frequencies;
        (cosines, sines) = (angles.cos().to(ScalarType.Float32), angles.sin().to(ScalarType.Float32));
        numbers = new(() => (cosines.data<float>().ToArray(), sines.data<float>().ToArray()));
        half = headWidth / 2;
    }

    /// <summary>[B, H, L, K] to [B, H, L, K], in the same format.</summary>
    public Tensor Apply(Tensor x)
    {
        var halves = x.chunk(2, -1);
        return cat([(halves[0] * cosines) - (halves[1] * sines), (halves[1] * cosines) + (halves[0] * sines)], -1).to(x.dtype);
    }

    /// <summary>As <see cref="Apply"/>, for the rows of one head in plain .NET.</summary>
    /// <param name="rows">[L, K] float32, K a multiple of <see cref="AttentionHead.VectorWidth"/>, turned in place.</param>
    /// <param name="count">L.</param>
    public void Turn(Span<float> rows, int count) => Turn(rows, count, 1);

    /// <summary>Undoes <see cref="Turn(Span{float}, int)"/>: what the gradient of turned rows is to the rows.</summary>
    /// <param name="rows">[L, K] float32, turned in place.</param>
    /// <param name="count">L.</param>
    public void TurnBack(Span<float> rows, int count) => Turn(rows, count, -1);

    private void Turn(Span<float> rows, int count, float direction)
    {
        var (cosine, sine) = numbers.Value;
        for (var row = 0; row < count; row++)
        {
            var both = rows.Slice(2 * row * half, 2 * half);
            for (var i = 0; i < half; i += Vector256<float>.Count)
            {
                var first = both[i..];
                var second = both[(half + i)..];
                var (x, y) = (Vector256.Create<float>(first), Vector256.Create<float>(second));
                var c = Vector256.Create(cosine, (row * half) + i);
                var s = Vector256.Create(sine, (row * half) + i) * direction;
                ((x * c) - (y * s)).CopyTo(first);
                ((y * c) + (x * s)).CopyTo(second);
            }
        }
    }
}
