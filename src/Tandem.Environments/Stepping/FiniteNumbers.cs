using System.Numerics;
using System.Runtime.InteropServices;

namespace Tandem.Environments;

/// <summary>Infinity and what is no number are caught where a world gives them, before they reach a network.</summary>
internal static class FiniteNumbers
{
    /// <summary>Whether all are finite: 0 times each is 0 then, and no number else.</summary>
    public static bool AreAll(ReadOnlySpan<float> numbers)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(numbers);
        var zeros = Vector<float>.Zero;
        foreach (var vector in vectors)
        {
            zeros += vector * Vector<float>.Zero;
        }

        var zero = Vector.Sum(zeros);
        foreach (var number in numbers[(vectors.Length * Vector<float>.Count)..])
        {
            zero += number * 0;
        }

        return zero == 0;
    }

    /// <exception cref="EnvironmentException">The reward is no finite number.</exception>
    public static void RequireReward(int world, int step, double reward)
    {
        if (!double.IsFinite(reward))
        {
            throw new EnvironmentException(world, step, $"gave a reward of {reward}");
        }
    }

    /// <exception cref="EnvironmentException">A number of the observation is not finite.</exception>
    public static void RequireObservation(int world, int step, ReadOnlySpan<float> observation)
    {
        for (var number = 0; number < observation.Length; number++)
        {
            if (!float.IsFinite(observation[number]))
            {
                throw new EnvironmentException(world, step, $"gave {observation[number]} as number {number} of its observation");
            }
        }
    }
}
