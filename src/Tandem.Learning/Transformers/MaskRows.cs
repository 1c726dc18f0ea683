namespace Tandem.Learning.Transformers;

/// <summary>What a mask adds to scores.</summary>
/// <param name="Addends">S numbers for each query of each sequence.</param>
/// <param name="Sequences">B, or 1 where all have the same mask.</param>
/// <param name="Queries">L, or 1 where all have the same mask.</param>
internal readonly record struct MaskRows(TensorRows Addends, int Sequences, int Queries)
{
    /// <summary>What is added to the scores of one sequence, a row for each key.</summary>
    /// <param name="sequence">The sequence's index.</param>
    /// <param name="queries">L.</param>
    /// <param name="keys">S.</param>
    /// <param name="padded">L in whole vectors.</param>
    /// <param name="columns">Receives S rows of so many numbers; zeros stand behind the queries.</param>
    public void ReadColumns(int sequence, int queries, int keys, int padded, Span<float> columns)
    {
        var first = (long)(Sequences == 1 ? 0 : sequence) * Queries;
        var row = new float[keys];
        if (Queries == 1)
        {
            Addends.Read(first, row);
            for (var key = 0; key < keys; key++)
                columns.Slice(key * padded, padded).Fill(row[key]);
            return;
        }

        columns[..(keys * padded)].Clear();
        for (var query = 0; query < queries; query++)
        {
            Addends.Read(first + query, row);
            for (var key = 0; key < keys; key++)
                columns[(key * padded) + query] = row[key];
        }
    }
}
