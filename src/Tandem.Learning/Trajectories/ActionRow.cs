namespace Tandem.Learning.Trajectories;

/// <summary>An action as a file of another's making gives it: a row of plain numbers, choices among them.</summary>
internal static class ActionRow
{
    /// <summary>Whether it is an action of the space.</summary>
    public static bool LiesIn(Space actions, ReadOnlySpan<double> row)
    {
        double[] numbers = row.ToArray();
        return actions is Box
            ? actions.Contains(new ActionView([.. numbers.Select(number => (float)number)]))
            : numbers.All(double.IsInteger) && actions.Contains(new ActionView([.. numbers.Select(number => (int)number)]));
    }
}
