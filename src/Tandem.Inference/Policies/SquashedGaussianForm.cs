using Tandem.Runs.Safetensors;

namespace Tandem.Inference;

/// <summary>
/// Outputs that are means and log deviations of a diagonal Gaussian whose draws u are squashed and stretched onto the box,
/// a = low + (high − low)·(tanh u + 1)/2: the form of SAC (Haarnoja et al., 2018, appendix C). The mode squashes the mean.
/// Legend: A dimensions of the action; a row is [A means, A log deviations].
/// </summary>
public sealed class SquashedGaussianForm : PolicyForm
{
    internal const string FormName = "SquashedGaussian";

    /// <summary>Below this a log deviation is taken as this.</summary>
    public const float LeastLogDeviation = -20;

    /// <summary>Above this a log deviation is taken as this.</summary>
    public const float GreatestLogDeviation = 2;

    private readonly BoxFit fit;

    /// <summary>The form over a box with finite bounds.</summary>
    public SquashedGaussianForm(Space actions)
        : base(actions) => fit = new BoxFit(RequireBox(actions, "squashed Gaussian"), ActionFit.Rescale);

    /// <inheritdoc/>
    public override int OutputWidth => 2 * Actions.Width;

    internal override string Name => FormName;

    /// <summary>Stretches numbers from −1 to 1 onto the box.</summary>
    /// <param name="squashed">tanh u, [A].</param>
    /// <param name="values">Receives the action, [A].</param>
    public void Stretch(ReadOnlySpan<float> squashed, Span<float> values)
    {
        for (var dimension = 0; dimension < values.Length; dimension++)
        {
            values[dimension] = fit.Apply(squashed[dimension], dimension);
        }
    }

    internal override void Act(ReadOnlySpan<float> outputs, PolicyMode mode, ref RandomStream random, ActionBatch actions, int world)
    {
        var width = Actions.Width;
        var values = actions.Values.Slice(world * width, width);
        for (var dimension = 0; dimension < width; dimension++)
        {
            var u = outputs[dimension];
            if (mode == PolicyMode.Sampled)
            {
                var logDeviation = Math.Clamp(outputs[width + dimension], LeastLogDeviation, GreatestLogDeviation);
                u += (float)(Math.Exp(logDeviation) * random.NextNormal());
            }

            values[dimension] = fit.Apply(MathF.Tanh(u), dimension);
        }
    }

    internal override void Write(SafetensorsWriter writer)
    {
        // The space of the actions says it all.
    }
}
