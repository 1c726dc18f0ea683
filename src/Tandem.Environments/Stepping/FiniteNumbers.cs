using System.Numerics;
using System.Runtime.InteropServices;

namespace Tandem.Environments;

/// <summary>Infinity and what is no number are caught where a world gives them, before they reach a network.</summary>
internal static class FiniteNumbers
{
    /// <summary>Whether all are finite: 0 times each is 0 then, and no number else. Four sums side by side wait for none of each other.</summary>
    public static bool AreAll(ReadOnlySpan<float> numbers)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(numbers);
        var none = Vector<float>.Zero;
        var (first, second, third, fourth) = (none, none, none, none);
        var i = 0;
        for (; i + 3 < vectors.Length; i += 4)
        {
            first += vectors[i] * none;
            second += vectors[i + 1] * none;
            third += vectors[i + 2] * none;
            fourth += vectors[i + 3] * none;
        }

        var sum = Vector.Sum(first + second + third + fourth);
        foreach (var number in numbers[(i * Vector<float>.Count)..])
        {
            sum += number * 0;
        }

        return sum == 0;
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
