namespace Tandem.Environments;

/// <summary>Measures what the steps of a world allocate.</summary>
internal static class AllocationMeter
{
    public static double BytesAStep(IEnvironment world, int? stepLimit, int steps)
    {
        var random = RandomStream.Create(0, StreamPurpose.Environment);
        var actionRandom = RandomStream.Create(0, StreamPurpose.Policy);
        var actions = new ActionBatch(world.Actions, 1);
        var observation = new float[world.Observations.Width];
        var (taken, bytes) = (int.MaxValue, 0L);
        for (var step = 0; step < steps; step++)
        {
            if (taken >= (stepLimit ?? int.MaxValue))
            {
                world.Reset(ref random, observation);
                taken = 0;
            }

            world.Actions.Sample(ref actionRandom, actions, 0);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var outcome = world.Step(actions[0], ref random, observation);
            bytes += GC.GetAllocatedBytesForCurrentThread() - before;
            taken = outcome.Terminated || outcome.Truncated ? int.MaxValue : taken + 1;
        }

        return (double)bytes / steps;
    }
}
