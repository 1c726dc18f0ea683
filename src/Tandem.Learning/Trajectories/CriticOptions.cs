using System.ComponentModel;
using Tandem.Learning.Reinforcement;

namespace Tandem.Learning.Trajectories;

/// <summary>What a critic's values are kept in.</summary>
public enum CriticForm
{
    /// <summary>A table where the data come back to the same observations and actions again and again, else perceptrons.</summary>
    Auto,

    /// <summary>A number for each observation and action in the data: the critic's two regressions are then solved exactly.</summary>
    Table,

    /// <summary>Perceptrons, which also judge what they have not seen.</summary>
    Perceptron,
}

/// <summary>Settings of a critic that learns from recorded rides: <see cref="RideCritic"/>.</summary>
public sealed record CriticOptions
{
    /// <summary>What its values are kept in.</summary>
    [Description("What the critic's values are kept in; auto: a table where the data come back to the same observations, else perceptrons")]
    public CriticForm Form { get; init; } = CriticForm.Auto;

    /// <summary>γ: what a reward is worth a step earlier. 1 only where every ride comes to an end of its own.</summary>
    [Description("What a reward is worth a step earlier, gamma; 1 only where rides end of themselves [0 to 1]")]
    public double Discount
    {
        get;
        init => field = value is >= 0 and <= 1 ? value
            : throw new ArgumentException($"discount {value} is out of range: give 0 to 1");
    }
    = 0.99;

    /// <summary>
    /// τ: V(s) is this expectile of Q(s, a) over the actions in the data; ½ is their mean, 1 the best of them. Null: 1 for a
    /// table, whose means have no error that a maximum could pick out but that of small numbers; 0.7 for perceptrons.
    /// </summary>
    [Description("The expectile of Q over the actions in the data that is V; 1: the best of them; null: 1 for a table, 0.7 for perceptrons [0.5 to 1, or null]")]
    public double? Expectile
    {
        get;
        init => field = value is null or (>= 0.5 and <= 1) ? value
            : throw new ArgumentException($"expectile {value} is out of range: give 0.5 to 1, or null to choose it by the critic's form");
    }

    /// <summary>
    /// λ: how far a step is judged with those that its rider took after it: Σ (γλ)ᵏ·(Q − V) of the step k later. 0: by its action
    /// alone, which puts rides together from their best steps; near 1: by how well the rider went on, over which a critic's errors
    /// cancel. The last steps of a ride have fewer after them, and so smaller sums. Null: 0 for a table, whose numbers are exact,
    /// 0.97 for perceptrons.
    /// </summary>
    [Description("How far a step is judged with those that its rider took after it, lambda; 0: by its action alone; null: 0 for a table, 0.97 for perceptrons [0 to 1, or null]")]
    public double? AdvantageDecay
    {
        get;
        init => field = value is null or (>= 0 and <= 1) ? value
            : throw new ArgumentException($"advantage decay {value} is out of range: give 0 to 1, or null to choose it by the critic's form");
    }

    /// <summary>Updates of the perceptrons; a table needs none.</summary>
    [Description("Updates of the critic's perceptrons; a table needs none [1 to 1000000000; updates]")]
    public int CriticUpdates
    {
        get;
        init => field = value is >= 1 and <= 1_000_000_000 ? value
            : throw new ArgumentException($"{value} updates of the critic are out of range: give 1 to 1000000000");
    }
    = 10_000;

    /// <summary>Steps in a batch of the perceptrons.</summary>
    [Description("Steps in a batch of the critic's perceptrons [1 to 1048576; steps]")]
    public int CriticBatch
    {
        get;
        init => field = value is >= 1 and <= 1_048_576 ? value
            : throw new ArgumentException($"a batch of {value} steps is out of range: give 1 to 1048576");
    }
    = 256;

    /// <summary>Step size of the perceptrons' Adam at the beginning; it falls to 0 by half a cosine.</summary>
    [Description("Step size of Adam for the critic's perceptrons at the beginning, from where it falls to 0 [above 0, at most 1]")]
    public double CriticLearningRate
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentException($"learning rate {value} is out of range: give a number above 0 and at most 1");
    }
    = 1e-3;

    /// <summary>
    /// How far the target perceptrons go towards the learning ones at each update (Polyak averaging). Ten times the paper's: in
    /// thousands of updates, not a million, what a fall costs would else not reach the steps that led to it.
    /// </summary>
    [Description("How far the target perceptrons go towards the learning ones at each update [above 0, at most 1]")]
    public double TargetRate
    {
        get;
        init => field = value is > 0 and <= 1 ? value
            : throw new ArgumentException($"target rate {value} is out of range: give a number above 0 and at most 1");
    }
    = 0.05;

    /// <summary>The perceptrons of Q and V.</summary>
    [Description("The perceptrons of Q and V")]
    public PerceptronOptions CriticNetwork { get; init; } = new() { Hidden = [64, 64] };

    /// <summary>τ with the default filled in.</summary>
    /// <param name="form">The form that the critic takes.</param>
    public double ExpectileFor(CriticForm form) => Expectile ?? (form == CriticForm.Table ? 1 : 0.7);

    /// <summary>λ with the default filled in.</summary>
    /// <param name="form">The form that the critic takes.</param>
    public double AdvantageDecayFor(CriticForm form) => AdvantageDecay ?? (form == CriticForm.Table ? 0 : 0.97);

    /// <summary>γ·λ: what a step counts for a step earlier, <see cref="StepAdvantages.SumAhead"/>.</summary>
    internal double ShareAhead(CriticForm form) => Discount * AdvantageDecayFor(form);
}
