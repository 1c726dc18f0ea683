namespace Tandem.Learning.Transformers;

/// <summary>What a mask adds to scores.</summary>
/// <param name="Addends">[sequences, queries, S].</param>
/// <param name="Sequences">B, or 1 where all have the same mask.</param>
/// <param name="Queries">L, or 1 where all have the same mask.</param>
/// <param name="Keys">S.</param>
internal sealed record MaskRows(float[] Addends, int Sequences, int Queries, int Keys)
{
    /// <summary>What is added to the scores of one sequence, a row for each key.</summary>
    /// <param name="sequence">The sequence's index.</param>
    /// <param name="queries">L.</param>
    /// <param name="padded">L in whole vectors.</param>
    /// <param name="columns">Receives S rows of so many numbers; zeros stand behind the queries.</param>
    public void ReadColumns(int sequence, int queries, int padded, Span<float> columns)
    {
        var rows = Addends.AsSpan((Sequences == 1 ? 0 : sequence) * Queries * Keys, Queries * Keys);
        if (Queries == 1)
        {
            for (var key = 0; key < Keys; key++)
                columns.Slice(key * padded, padded).Fill(rows[key]);
            return;
        }

        columns[..(Keys * padded)].Clear();
        for (var query = 0; query < queries; query++)
        {
            var row = rows.Slice(query * Keys, Keys);
            for (var key = 0; key < Keys; key++)
                columns[(key * padded) + query] = row[key];
        }
    }
}
