using static TorchSharp.torch;

namespace Tandem.Learning.Transformers;

/// <summary>Work of plain .NET in the middle of libtorch's, on as many threads as libtorch has.</summary>
internal static class SideBySideRows
{
    private const int RowsOfAPart = 64;

    /// <summary>Works on each part, in any order.</summary>
    /// <param name="parts">How many there are; they are independent of each other.</param>
    /// <param name="part">Works on the part of an index.</param>
    public static void ForEach(int parts, Action<int> part)
    {
        var threads = Math.Min(parts, get_num_threads());
        if (threads > 1)
        {
            Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = threads }, part);
            return;
        }

        for (var index = 0; index < parts; index++)
            part(index);
    }

    /// <summary>Works on rows in parts that depend on nothing but their number.</summary>
    /// <param name="rows">How many there are.</param>
    /// <param name="part">Works on the part of an index, from its first row to before its end.</param>
    public static void ForEach(long rows, Action<int, long, long> part) =>
        ForEach(Parts(rows), index => part(index, (long)index * RowsOfAPart, Math.Min(rows, (index + 1L) * RowsOfAPart)));

    /// <summary>How many parts so many rows have.</summary>
    public static int Parts(long rows) => (int)((rows + RowsOfAPart - 1) / RowsOfAPart);
}
