namespace Tandem.Learning.Trajectories;

/// <summary>The last K steps of a ride that goes on: what was seen, done and asked for at each.</summary>
internal sealed class RideMemory(int context, double target)
{
    private readonly Queue<Step> steps = new();
    private double returnToGo = target;
    private int timestep;
    private Step present;

    /// <summary>How many steps are remembered, the present one included.</summary>
    public int Steps => steps.Count + 1;

    /// <summary>A step begins.</summary>
    /// <param name="observation">What is seen.</param>
    /// <param name="lastReward">What the step before earned: so much less is asked for.</param>
    public void Observe(ReadOnlySpan<float> observation, double lastReward)
    {
        returnToGo -= lastReward;
        present = new Step(observation.ToArray(), [], [], returnToGo, timestep++);
        if (steps.Count == context)
        {
            steps.Dequeue();
        }
    }

    /// <summary>The step's action: it is remembered with what was seen.</summary>
    public void Act(ActionView action) =>
        steps.Enqueue(present with { Choices = action.Choices.ToArray(), Values = action.Values.ToArray() });

    /// <summary>Writes the remembered steps and the present one, whose action is not known yet, into a window.</summary>
    public void CopyTo(WindowBatch batch, int window)
    {
        var place = window * batch.Context;
        foreach (var step in steps.Append(present))
        {
            step.Observation.CopyTo(batch.Observations, place * batch.ObservationWidth);
            Copy(step.Choices, batch.Choices, place * batch.ActionWidth);
            Copy(step.Values, batch.Values, place * batch.ActionWidth);
            batch.ReturnsToGo[place] = (float)step.ReturnToGo;
            batch.Timesteps[place] = step.Timestep;
            batch.Mask[place] = true;
            place++;
        }
    }

    /// <summary>An action is either choices or values, and of the present step neither.</summary>
    private static void Copy<T>(T[] from, T[] to, int place)
    {
        if (from.Length > 0)
        {
            from.CopyTo(to, place);
        }
    }

    private readonly record struct Step(float[] Observation, int[] Choices, float[] Values, double ReturnToGo, int Timestep);
}
