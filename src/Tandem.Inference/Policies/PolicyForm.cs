using Tandem.Runs.Safetensors;

namespace Tandem.Inference;

/// <summary>How a trained policy turns its distribution into an action.</summary>
public enum PolicyMode
{
    /// <summary>The most likely action: the greedy ride.</summary>
    Greedy,

    /// <summary>A draw from the distribution.</summary>
    Sampled,
}

/// <summary>
/// What a network's outputs mean: how a row of them becomes an action. A saved agent names its form, and each form writes
/// and reads what belongs to it.
/// </summary>
/// <remarks>One immutable object serves any number of riders.</remarks>
public abstract class PolicyForm
{
    private protected PolicyForm(Space actions) => Actions = actions;

    /// <summary>The actions that rows become.</summary>
    public Space Actions { get; }

    /// <summary>How many outputs make a row.</summary>
    public abstract int OutputWidth { get; }

    /// <summary>The name in a saved file.</summary>
    internal abstract string Name { get; }

    /// <summary>Writes the action of one world.</summary>
    /// <param name="outputs">A row, [OutputWidth].</param>
    /// <param name="mode">Greedy or sampled.</param>
    /// <param name="random">Where a sampled action is drawn from.</param>
    /// <param name="actions">Receives the action.</param>
    /// <param name="world">Whose action it is.</param>
    internal abstract void Act(ReadOnlySpan<float> outputs, PolicyMode mode, ref RandomStream random, ActionBatch actions, int world);

    /// <summary>Refuses a mode that the form does not have.</summary>
    internal virtual void Require(PolicyMode mode)
    {
        // A distribution can be sampled as well as ridden greedily.
    }

    /// <summary>Writes what <see cref="Read"/> needs beside the form's name.</summary>
    internal abstract void Write(SafetensorsWriter writer);

    /// <summary>Reads the form of a saved agent; a file that names none is categorical.</summary>
    /// <exception cref="FormatException">The form is unknown, or lacks something.</exception>
    internal static PolicyForm Read(SafetensorsFile file, Space actions) =>
        file.Metadata.GetValueOrDefault("form", CategoricalForm.FormName) switch
        {
            CategoricalForm.FormName => CategoricalForm.Read(file, actions),
            GaussianForm.FormName => GaussianForm.Read(file, actions),
            SquashedGaussianForm.FormName => new SquashedGaussianForm(actions),
            ActionValueForm.FormName => new ActionValueForm(actions),
            var other => throw new FormatException($"a policy of form '{other}' is unknown: update Tandem"),
        };

    private protected static Box RequireBox(Space actions, string form) => actions as Box
        ?? throw new ArgumentException($"actions {actions} are choices, which a {form} policy cannot make: give a world whose actions are a box");
}
