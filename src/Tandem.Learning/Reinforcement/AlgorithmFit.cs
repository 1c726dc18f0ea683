namespace Tandem.Learning.Reinforcement;

/// <summary>Which algorithms fit which actions, and which networks fit both: what one that does not fit says.</summary>
internal static class AlgorithmFit
{
    /// <summary>Refuses real numbers where an algorithm chooses.</summary>
    public static Space RequireChoices(Space actions, string algorithm) => actions is not Box ? actions
        : throw new ArgumentException($"{algorithm} chooses among actions, and those of this world are real numbers, {actions}: train it with ppo, a2c or sac");

    /// <summary>Refuses choices, and numbers without bounds, where an algorithm gives real numbers between bounds.</summary>
    public static Box RequireBounds(Space actions, string algorithm)
    {
        if (actions is not Box box)
        {
            throw new ArgumentException($"{algorithm} gives real numbers, and the actions of this world are choices, {actions}: train it with reinforce, a2c, ppo or dqn");
        }

        for (var dimension = 0; dimension < box.Width; dimension++)
        {
            if (!float.IsFinite(box.Low[dimension]) || !float.IsFinite(box.High[dimension]))
            {
                throw new ArgumentException(
                    $"{algorithm} needs bounds, and dimension {dimension} of the actions runs from {box.Low[dimension]} to {box.High[dimension]}: give the world's actions finite bounds, or train it with ppo or a2c");
            }
        }

        return box;
    }

    /// <summary>Refuses a network of other widths.</summary>
    /// <param name="network">The network.</param>
    /// <param name="inputs">How many numbers it is shown.</param>
    /// <param name="shown">What those are.</param>
    /// <param name="outputs">How many numbers it has to say.</param>
    /// <param name="said">What those are.</param>
    public static void RequireWidths(ILearnableNetwork network, int inputs, string shown, int outputs, string said)
    {
        if (network.InputWidth != inputs || network.OutputWidth != outputs)
        {
            throw new ArgumentException(
                $"a network of {network.InputWidth} inputs and {network.OutputWidth} outputs does not fit: {shown} need {inputs} inputs, {said} {outputs} outputs");
        }
    }
}
