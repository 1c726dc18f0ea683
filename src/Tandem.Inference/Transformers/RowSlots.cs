namespace Tandem.Inference.Transformers;

/// <summary>Which slots of stored keys and values each row may attend to, in the order in which they are added up.</summary>
/// <param name="slots">The slots of all rows.</param>
/// <param name="starts">[rows] where each row's slots begin.</param>
/// <param name="lengths">[rows] how many they are.</param>
internal readonly struct RowSlots(int[] slots, int[] starts, int[] lengths)
{
    public ReadOnlySpan<int> Of(int row) => slots.AsSpan(starts[row], lengths[row]);

    /// <summary>Where a row's slots begin; where the slots are those of one sequence in order, which key is its first.</summary>
    public int Start(int row) => starts[row];
}
