using Tandem.Learning.Training;

namespace Tandem.Learning.Tests.Training;

public sealed class SideBySideTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Each_part_is_worked_on_once_time_after_time_by_the_same_threads(int workers)
    {
        var threads = new HashSet<Thread>();
        using var together = new SideBySide(workers);

        for (var round = 0; round < 20; round++)
        {
            var times = new int[7];
            together.ForEach(times.Length, part =>
            {
                times[part]++;
                lock (threads)
                    threads.Add(Thread.CurrentThread);
            });
            Assert.All(times, time => Assert.Equal(1, time));
        }

        Assert.InRange(threads.Count, 1, workers);
    }

    [Fact]
    public void Parts_are_worked_on_at_one_time()
    {
        using var both = new Barrier(2);
        using var together = new SideBySide(2);

        together.ForEach(2, _ => Assert.True(both.SignalAndWait(TimeSpan.FromMinutes(1))));
    }

    [Fact]
    public void After_a_failure_the_next_work_is_done()
    {
        using var together = new SideBySide(2);

        Assert.Throws<InvalidDataException>(() => together.ForEach(2, _ => throw new InvalidDataException("broken")));
        var done = new bool[3];
        together.ForEach(3, part => done[part] = true);

        Assert.All(done, Assert.True);
    }

    [Fact]
    public void Its_threads_end_with_it()
    {
        Thread? helper = null;
        using (var both = new Barrier(2))
        using (var together = new SideBySide(2))
        {
            var here = Thread.CurrentThread;
            together.ForEach(2, _ =>
            {
                both.SignalAndWait();
                if (Thread.CurrentThread != here)
                    helper = Thread.CurrentThread;
            });
        }

        Assert.False(helper!.IsAlive);
    }
}
