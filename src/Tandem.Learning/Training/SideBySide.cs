using System.Runtime.ExceptionServices;

namespace Tandem.Learning.Training;

/// <summary>
/// Threads that work on the parts of a whole, time after time, the calling thread among them. They stay as long as this does:
/// a C allocator keeps what a thread frees for that thread, and a new one each time would ask for new memory each time.
/// </summary>
internal sealed class SideBySide : IDisposable
{
    private readonly Thread[] helpers;
    private readonly Barrier beginning;
    private readonly Barrier end;
    private Action<int>? work;
    private int count;
    private int next;
    private ExceptionDispatchInfo? failure;
    private bool ended;

    /// <param name="workers">How many parts are worked on at a time.</param>
    public SideBySide(int workers)
    {
        (beginning, end) = (new Barrier(workers), new Barrier(workers));
        helpers = [.. Enumerable.Range(1, workers - 1).Select(_ => new Thread(Help) { IsBackground = true, Name = "Tandem batch" })];
        foreach (var helper in helpers)
            helper.Start();
    }

    /// <summary>Works on each part and returns when all are done; the first failure is thrown here.</summary>
    /// <param name="parts">How many there are.</param>
    /// <param name="part">Works on the part of an index.</param>
    public void ForEach(int parts, Action<int> part)
    {
        (work, count, next, failure) = (part, parts, -1, null);
        beginning.SignalAndWait();
        Take();
        end.SignalAndWait();
        work = null;
        failure?.Throw();
    }

    /// <summary>Ends the threads, which wait for work, and waits for them.</summary>
    public void Dispose()
    {
        if (ended)
            return;
        ended = true;
        beginning.SignalAndWait();
        foreach (var helper in helpers)
            helper.Join();
        beginning.Dispose();
        end.Dispose();
    }

    private void Help()
    {
        for (beginning.SignalAndWait(); work is not null; beginning.SignalAndWait())
        {
            Take();
            end.SignalAndWait();
        }
    }

    private void Take()
    {
        try
        {
            for (var index = Interlocked.Increment(ref next); index < count && failure is null; index = Interlocked.Increment(ref next))
                work!(index);
        }
        catch (Exception fault)
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(fault), null);
        }
    }
}
