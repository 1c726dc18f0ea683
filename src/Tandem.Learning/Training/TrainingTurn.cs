namespace Tandem.Learning.Training;

/// <summary>The right to train, which one training of a process has at a time: a task's modules may draw from libtorch's one global stream.</summary>
internal sealed class TrainingTurn : IDisposable
{
    private static int taken;

    private TrainingTurn()
    {
    }

    /// <summary>Takes the turn until disposal.</summary>
    /// <exception cref="InvalidOperationException">Another training has it.</exception>
    public static TrainingTurn Take() => Interlocked.Exchange(ref taken, 1) == 0
        ? new TrainingTurn()
        : throw new InvalidOperationException("another training runs in this process, and both would draw from libtorch's one random stream: wait until it ends, or train in a process of its own");

    public void Dispose() => Volatile.Write(ref taken, 0);
}
