namespace Tandem.Learning.Trajectories;

/// <summary>What a model that is conditioned on returns is told before each step, in training and when it rides.</summary>
public enum ReturnTokens
{
    /// <summary>
    /// How much better or worse the step is than the best that its observation promises, by a critic: Q(s, a) − V(s). It is
    /// asked for a difference of 0 at every step, so nobody has to name a target, and luck is told from skill. What is better than
    /// promised, as only perceptrons can find, counts as 0.
    /// </summary>
    Critic,

    /// <summary>
    /// What the ride earned from there on, as in the paper. A target has to be asked for, and what was luck in the data is
    /// taken for skill.
    /// </summary>
    Observed,
}
