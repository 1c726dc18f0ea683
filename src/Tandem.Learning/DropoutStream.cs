using static TorchSharp.torch;

namespace Tandem.Learning;

/// <summary>
/// Where dropout's masks come from. A training gives each batch a stream of its own, so that batches computed side by side,
/// on however many threads, drop the same numbers. Elsewhere masks follow from libtorch's global stream.
/// </summary>
internal static class DropoutStream
{
    [ThreadStatic]
    private static RandomStream stream;

    [ThreadStatic]
    private static bool given;

    /// <summary>Lets the masks of this thread follow from a stream until it is told otherwise.</summary>
    public static void Use(RandomStream own) => (stream, given) = (own, true);

    /// <summary>Lets the masks of this thread follow from libtorch's global stream again.</summary>
    public static void Forget() => given = false;

    /// <summary>The seed of the next mask.</summary>
    public static ulong NextSeed()
    {
        if (given)
            return stream.NextUInt64();
        using var seed = randint(long.MaxValue, [1], ScalarType.Int64);
        return (ulong)TorchSharp.TensorExtensionMethods.ToInt64(seed);
    }
}
