using Tandem.Runs.Safetensors;

namespace Tandem.Inference;

/// <summary>
/// Outputs that are the means of a diagonal Gaussian whose deviations do not depend on the observation: the form of A2C and
/// PPO where actions are a box. The mode is the mean; what lies outside the box is cut off when it is handed to the world.
/// Legend: A dimensions of the action.
/// </summary>
public sealed class GaussianForm : PolicyForm
{
    internal const string FormName = "Gaussian";
    private const string DeviationsName = "logDeviations";

    private readonly float[] logDeviations;
    private readonly BoxFit fit;

    /// <summary>The form over a box.</summary>
    /// <param name="actions">A box.</param>
    /// <param name="logDeviations">log σ of each dimension, [A]; copied.</param>
    /// <param name="fit">How a draw is made to fit the box; stretching needs finite bounds.</param>
    public GaussianForm(Space actions, ReadOnlySpan<float> logDeviations, ActionFit fit = ActionFit.Clip)
        : base(actions)
    {
        this.fit = new BoxFit(RequireBox(actions, "Gaussian"), fit);
        if (logDeviations.Length != actions.Width)
        {
            throw new ArgumentException($"{logDeviations.Length} deviations were given for actions of {actions.Width} dimensions: give one for each");
        }

        this.logDeviations = logDeviations.ToArray();
    }

    /// <summary>log σ, [A].</summary>
    public ReadOnlySpan<float> LogDeviations => logDeviations;

    /// <summary>How a draw is made to fit the box.</summary>
    public ActionFit Fit => fit.Fit;

    /// <inheritdoc/>
    public override int OutputWidth => logDeviations.Length;

    internal override string Name => FormName;

    internal override void Act(ReadOnlySpan<float> outputs, PolicyMode mode, ref RandomStream random, ActionBatch actions, int world)
    {
        var values = actions.Values.Slice(world * OutputWidth, OutputWidth);
        for (var dimension = 0; dimension < values.Length; dimension++)
        {
            var spread = mode == PolicyMode.Greedy ? 0 : (float)(Math.Exp(logDeviations[dimension]) * random.NextNormal());
            values[dimension] = fit.Apply(outputs[dimension] + spread, dimension);
        }
    }

    internal override void Write(SafetensorsWriter writer)
    {
        writer.Metadata["fit"] = Fit.ToString();
        writer.Add(DeviationsName, [logDeviations.Length], logDeviations);
    }

    internal static new GaussianForm Read(SafetensorsFile file, Space actions) => new(
        actions, file.ReadSingles(DeviationsName, actions.Width), Enum.Parse<ActionFit>(AgentFile.Metadata(file, "fit")));
}
