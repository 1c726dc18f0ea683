using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Tandem.Learning.Transformers;

/// <summary>Rows to columns.</summary>
internal static class Transposition
{
    private const int Block = 4;

    /// <summary>columns [width, count] = rows [count, width]ᵀ.</summary>
    /// <param name="rows">The first number.</param>
    /// <param name="count">How many rows, a multiple of 4.</param>
    /// <param name="width">Numbers of a row, a multiple of 4.</param>
    /// <param name="columns">Receives them; other memory.</param>
    public static void Of(ref float rows, int count, int width, ref float columns)
    {
        for (nint row = 0; row < count; row += Block)
        {
            for (nint column = 0; column < width; column += Block)
            {
                ref var source = ref Unsafe.Add(ref rows, (row * width) + column);
                ref var target = ref Unsafe.Add(ref columns, (column * count) + row);
                if (Sse.IsSupported)
                    OfBlock(ref source, (nuint)width, ref target, (nuint)count);
                else
                    OfNumbers(ref source, width, ref target, count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void OfBlock(ref float source, nuint width, ref float target, nuint count)
    {
        var (a, b) = (Vector128.LoadUnsafe(ref source), Vector128.LoadUnsafe(ref source, width));
        var (c, d) = (Vector128.LoadUnsafe(ref source, 2 * width), Vector128.LoadUnsafe(ref source, 3 * width));
        var (ab, cd) = (Sse.UnpackLow(a, b), Sse.UnpackLow(c, d));
        Sse.MoveLowToHigh(ab, cd).StoreUnsafe(ref target);
        Sse.MoveHighToLow(cd, ab).StoreUnsafe(ref target, count);
        (ab, cd) = (Sse.UnpackHigh(a, b), Sse.UnpackHigh(c, d));
        Sse.MoveLowToHigh(ab, cd).StoreUnsafe(ref target, 2 * count);
        Sse.MoveHighToLow(cd, ab).StoreUnsafe(ref target, 3 * count);
    }

    private static void OfNumbers(ref float source, nint width, ref float target, nint count)
    {
        for (nint row = 0; row < Block; row++)
        {
            for (nint column = 0; column < Block; column++)
                Unsafe.Add(ref target, (column * count) + row) = Unsafe.Add(ref source, (row * width) + column);
        }
    }
}
