using TorchSharp;

namespace Tandem.Learning;

/// <summary>
/// Numbers handed to libtorch. TorchSharp frees a number that it made of a C# one in a finalizer, which may run while the
/// native call still reads it ("unknown scalar type", now and then, in a long training). These stay alive until long
/// after their call.
/// </summary>
internal static class Scalars
{
    /// <summary>Calls are synchronous: when as many more numbers have been made on this thread, the first one's call is over.</summary>
    private const int Kept = 64;

    [ThreadStatic]
    private static Scalar[]? recent;

    [ThreadStatic]
    private static int next;

    public static Scalar Of(double value) => Keep(value.ToScalar());

    public static Scalar Of(long value) => Keep(value.ToScalar());

    private static Scalar Keep(Scalar scalar)
    {
        recent ??= new Scalar[Kept];
        recent[next] = scalar;
        next = (next + 1) % Kept;
        return scalar;
    }
}
