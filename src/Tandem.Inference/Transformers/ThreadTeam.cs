using System.Runtime.ExceptionServices;

namespace Tandem.Inference.Transformers;

/// <summary>
/// Divides work between the caller and threads of the pool, without allocating. The caller waits for nobody who has not
/// begun: where the pool is busy, or another caller has the team, it does all the work itself.
/// </summary>
/// <param name="threads">How many work at once, the caller included; 1 or more.</param>
internal sealed class ThreadTeam(int threads)
{
    // About 50 µs: the next piece of work comes sooner than a sleeping thread wakes.
    private const int PatienceSpins = 50;
    private const int SpinsAtOnce = 30;

    private readonly Helper[] helpers = new Helper[threads - 1];
    private Action<int>? work;
    private int waiting;        // parts that nobody has begun
    private int unfinished;     // parts that are not done
    private int isTaken;
    private ExceptionDispatchInfo? fault;

    /// <summary>How many work at once, the caller included.</summary>
    public int Threads => threads;

    /// <summary>Calls work(0) to work(parts − 1), each once, in any order, and returns when all are done.</summary>
    public void Run(Action<int> work, int parts)
    {
        if (threads == 1 || parts <= 1 || Interlocked.Exchange(ref isTaken, 1) == 1)
        {
            for (var part = 0; part < parts; part++)
                work(part);
            return;
        }

        (this.work, unfinished, fault) = (work, parts, null);
        Volatile.Write(ref waiting, parts);
        for (var helper = 0; helper < Math.Min(helpers.Length, parts - 1); helper++)
            (helpers[helper] ??= new Helper(this)).Call();
        WorkOff();
        var spin = new SpinWait();
        while (Volatile.Read(ref unfinished) > 0)
            spin.SpinOnce(sleep1Threshold: -1);
        var thrown = fault;
        this.work = null;
        Volatile.Write(ref isTaken, 0);
        thrown?.Throw();
    }

    private void WorkOff()
    {
        while (TryTake(out var part))
        {
            try
            {
                work!(part);
            }
#pragma warning disable CA1031 // It is thrown again, to the caller.
            catch (Exception error)
#pragma warning restore CA1031
            {
                fault = ExceptionDispatchInfo.Capture(error);
            }
            Interlocked.Decrement(ref unfinished);
        }
    }

    /// <summary>A part that was taken is of the work that is set now, which cannot change before the part is done.</summary>
    private bool TryTake(out int part)
    {
        while (Volatile.Read(ref waiting) is > 0 and var seen)
        {
            if (Interlocked.CompareExchange(ref waiting, seen - 1, seen) == seen)
            {
                part = seen - 1;
                return true;
            }
        }
        part = 0;
        return false;
    }

    /// <summary>A thread of the pool that works while there is work, and for a moment after.</summary>
    private sealed class Helper(ThreadTeam team) : IThreadPoolWorkItem
    {
        private int isCalled;

        public void Call()
        {
            if (Interlocked.Exchange(ref isCalled, 1) == 0)
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }

        public void Execute()
        {
            do
            {
                WorkAndWait();
                Interlocked.Exchange(ref isCalled, 0);
            }
            while (Volatile.Read(ref team.waiting) > 0 && Interlocked.Exchange(ref isCalled, 1) == 0);
        }

        private void WorkAndWait()
        {
            for (var spin = 0; spin < PatienceSpins; spin++)
            {
                if (Volatile.Read(ref team.waiting) > 0)
                {
                    team.WorkOff();
                    spin = 0;
                }
                Thread.SpinWait(SpinsAtOnce);
            }
        }
    }
}
