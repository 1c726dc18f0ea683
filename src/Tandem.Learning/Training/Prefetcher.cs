using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Tandem.Learning.Training;

/// <summary>Prepares updates on a thread of its own, a few ahead of the training. What fails there is thrown to the training.</summary>
internal sealed class Prefetcher : IDisposable
{
    private const int Ahead = 2;

    private readonly BlockingCollection<PreparedUpdate> ready = new(Ahead);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<PreparedUpdate> prepare;
    private readonly Thread thread;
    private ExceptionDispatchInfo? failure;

    public Prefetcher(Func<PreparedUpdate> prepare)
    {
        this.prepare = prepare;
        thread = new Thread(Run) { IsBackground = true, Name = "Tandem prefetching" };
        thread.Start();
    }

    /// <summary>The next update, as soon as it is ready.</summary>
    public PreparedUpdate Next()
    {
        if (!ready.TryTake(out var update, Timeout.Infinite))
            failure!.Throw();
        return update!;
    }

    /// <summary>Ends the thread and waits for it: the data may be put elsewhere afterwards.</summary>
    public void Dispose()
    {
        stop.Cancel();
        thread.Join();
        ready.Dispose();
        stop.Dispose();
    }

    private void Run()
    {
        try
        {
            while (true)
                ready.Add(prepare(), stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Disposed of.
        }
        catch (Exception fault)
        {
            failure = ExceptionDispatchInfo.Capture(fault);
        }
        finally
        {
            ready.CompleteAdding();
        }
    }
}
