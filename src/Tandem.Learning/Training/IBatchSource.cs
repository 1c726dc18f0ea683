using System.Text.Json.Nodes;

namespace Tandem.Learning.Training;

/// <summary>
/// An endless sequence of batches as plain arrays, whose place and random streams can be saved between any two of them.
/// </summary>
/// <remarks>It is called from a prefetching thread: it must make no tensors and share no mutable state with the task's loss.</remarks>
/// <typeparam name="TBatch">Arrays: token ids, windows, lengths.</typeparam>
public interface IBatchSource<out TBatch>
{
    /// <summary>The next batch; when the data end, they begin anew.</summary>
    TBatch Next();

    /// <summary>Place and random streams. It is called after each update's batches: keep it small.</summary>
    JsonObject Save();

    /// <summary>Goes to a saved place; the batches from there are the same as they were then.</summary>
    /// <exception cref="InvalidDataException">The place is not one of these data: they have changed.</exception>
    void Restore(JsonObject place);
}
