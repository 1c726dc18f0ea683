using Tandem.Runs.Safetensors;

namespace Tandem.Inference;

/// <summary>Outputs that are logits of categorical distributions: the form of REINFORCE, A2C and PPO where actions are choices.</summary>
public sealed class CategoricalForm : PolicyForm
{
    internal const string FormName = "Categorical";

    /// <summary>The form over a discrete or multi-discrete space.</summary>
    /// <param name="actions">The actions.</param>
    /// <param name="heads">How several parts are chosen.</param>
    public CategoricalForm(Space actions, ActionHeads heads = ActionHeads.Joint)
        : base(actions) => Heads = new CategoricalHeads(actions, heads);

    /// <summary>What the logits mean.</summary>
    public CategoricalHeads Heads { get; }

    /// <inheritdoc/>
    public override int OutputWidth => Heads.LogitCount;

    internal override string Name => FormName;

    internal override void Act(ReadOnlySpan<float> outputs, PolicyMode mode, ref RandomStream random, ActionBatch actions, int world)
    {
        Span<int> picks = stackalloc int[CategoricalHeads.MaximumCount];
        picks = picks[..Heads.Sizes.Length];
        if (mode == PolicyMode.Greedy)
        {
            Heads.Mode(outputs, picks);
        }
        else
        {
            Heads.Sample(outputs, ref random, picks);
        }

        Heads.ToAction(picks, actions.Choices.Slice(world * Actions.Width, Actions.Width));
    }

    internal override void Write(SafetensorsWriter writer) => writer.Metadata["heads"] = Heads.Heads.ToString();

    internal static new CategoricalForm Read(SafetensorsFile file, Space actions) => new(actions, Enum.Parse<ActionHeads>(AgentFile.Metadata(file, "heads")));
}
