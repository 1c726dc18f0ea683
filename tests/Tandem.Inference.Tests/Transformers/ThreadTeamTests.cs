using Tandem.Inference.Transformers;

namespace Tandem.Inference.Tests.Transformers;

public sealed class ThreadTeamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Each_part_is_done_once(int threads)
    {
        var team = new ThreadTeam(threads);
        var done = new int[9];
        Action<int> work = part => Interlocked.Increment(ref done[part]);

        for (var run = 0; run < 500; run++)
            team.Run(work, run % 10);

        Assert.Equal([450, 400, 350, 300, 250, 200, 150, 100, 50], done);
    }

    [Fact]
    public void Several_callers_share_a_team()
    {
        var team = new ThreadTeam(2);
        var sums = new int[4];

        Parallel.For(0, sums.Length, caller =>
        {
            for (var run = 0; run < 100; run++)
                team.Run(part => Interlocked.Add(ref sums[caller], part), 5);
        });

        Assert.All(sums, sum => Assert.Equal(100 * 10, sum));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_a_part_throws_reaches_the_caller_and_the_team_goes_on(int threads)
    {
        var team = new ThreadTeam(threads);

        var error = Assert.Throws<InvalidOperationException>(() => team.Run(part => throw new InvalidOperationException($"part {part / 10}"), 6));

        Assert.Equal("part 0", error.Message);
        var done = 0;
        team.Run(_ => Interlocked.Increment(ref done), 6);
        Assert.Equal(6, done);
    }

    [Fact]
    public void Running_allocates_nothing()
    {
        var team = new ThreadTeam(2);
        Action<int> work = static _ => { };
        team.Run(work, 4);

        var rounds = new long[10];
        foreach (ref var allocated in rounds.AsSpan())
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var run = 0; run < 10; run++)
                team.Run(work, 4);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Contains(0, rounds);     // now and then the pool's queue grows by a segment
    }
}
