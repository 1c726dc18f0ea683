namespace Tandem.Learning.Trajectories;

/// <summary>A number for every combination of choices: the last part counts fastest.</summary>
internal sealed class ActionNumbers
{
    private readonly int[] counts;

    /// <exception cref="ArgumentException">Actions are values, not choices.</exception>
    public ActionNumbers(Space actions)
    {
        counts = actions switch
        {
            Discrete discrete => [discrete.Count],
            MultiDiscrete parts => parts.Counts.ToArray(),
            _ => throw new ArgumentException($"actions of {actions} are values that hardly ever repeat and cannot be counted: give a world whose actions are choices"),
        };
        Count = counts.Aggregate(1, (product, count) => checked(product * count));
    }

    public int Count { get; }

    /// <summary>Whether actions are choices of which there are at most so many combinations.</summary>
    public static bool AreFew(Space actions, int most) => actions switch
    {
        Discrete discrete => discrete.Count <= most,
        MultiDiscrete parts => parts.Counts.ToArray().Aggregate(1.0, (product, count) => product * count) <= most,
        _ => false,
    };

    public int Number(ReadOnlySpan<int> choices)
    {
        var number = 0;
        for (var part = 0; part < counts.Length; part++)
        {
            number = (number * counts[part]) + choices[part];
        }

        return number;
    }

    public void Choices(int number, Span<int> choices)
    {
        for (var part = counts.Length - 1; part >= 0; part--)
        {
            (number, choices[part]) = Math.DivRem(number, counts[part]);
        }
    }
}
