using Tandem.Runs.Safetensors;

namespace Tandem.Inference;

/// <summary>
/// Outputs that are the value of each action, Q(s, a), of which the greatest is chosen: the form of DQN. Of a multi-discrete
/// space each combination of the parts has a value.
/// </summary>
public sealed class ActionValueForm : PolicyForm
{
    internal const string FormName = "ActionValue";

    private readonly CategoricalHeads heads;

    /// <summary>The form over a discrete or multi-discrete space.</summary>
    public ActionValueForm(Space actions)
        : base(actions) => heads = new CategoricalHeads(actions, ActionHeads.Joint);

    /// <inheritdoc/>
    public override int OutputWidth => heads.LogitCount;

    internal override string Name => FormName;

    /// <summary>Writes the choices that an index of an action value stands for.</summary>
    /// <param name="index">0 to OutputWidth − 1.</param>
    /// <param name="choices">Receives the choice of each part.</param>
    public void ToAction(int index, Span<int> choices) => heads.ToAction([index], choices);

    internal override void Act(ReadOnlySpan<float> outputs, PolicyMode mode, ref RandomStream random, ActionBatch actions, int world) =>
        ToAction(Categorical.Mode(outputs), actions.Choices.Slice(world * Actions.Width, Actions.Width));

    internal override void Require(PolicyMode mode)
    {
        if (mode != PolicyMode.Greedy)
        {
            throw new ArgumentException("a policy of action values has no distribution to draw from: ride it greedily");
        }
    }

    internal override void Write(SafetensorsWriter writer)
    {
        // The space of the actions says it all.
    }
}
