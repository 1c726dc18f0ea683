namespace Tandem.Inference;

/// <summary>How a policy chooses an action that has several parts.</summary>
public enum ActionHeads
{
    /// <summary>One categorical distribution over all combinations of the parts.</summary>
    Joint,

    /// <summary>One categorical distribution for each part, independent of each other.</summary>
    Parts,
}

/// <summary>
/// Categorical distributions over a discrete or multi-discrete action space: what a row of logits means.
/// Legend: a pick is the index drawn from one head; an action is the choices that the world wants.
/// </summary>
public sealed class CategoricalHeads
{
    /// <summary>How many heads there may be.</summary>
    public const int MaximumCount = 256;

    private readonly int[] sizes;
    private readonly int[] partCounts;

    /// <summary>The heads for an action space.</summary>
    /// <param name="actions">A discrete or multi-discrete space.</param>
    /// <param name="heads">How several parts are chosen; a joint index counts the last part fastest.</param>
    public CategoricalHeads(Space actions, ActionHeads heads = ActionHeads.Joint)
    {
        partCounts = actions switch
        {
            Discrete discrete => [discrete.Count],
            MultiDiscrete parts => parts.Counts.ToArray(),
            _ => throw new ArgumentException($"actions {actions} are not choices: give a world with discrete or multi-discrete actions"),
        };
        Heads = heads;
        sizes = heads == ActionHeads.Joint && actions is MultiDiscrete joint ? [joint.JointCount] : partCounts;
        LogitCount = sizes.Sum();
        if (sizes.Length > MaximumCount)
        {
            throw new ArgumentException($"actions of {sizes.Length} parts are too many for one distribution each: give at most {MaximumCount}");
        }
    }

    /// <summary>How several parts are chosen.</summary>
    public ActionHeads Heads { get; }

    /// <summary>The number of choices of each head.</summary>
    public ReadOnlySpan<int> Sizes => sizes;

    /// <summary>How many logits a row has: all heads side by side.</summary>
    public int LogitCount { get; }

    /// <summary>Draws a pick from each head.</summary>
    /// <param name="logits">[LogitCount].</param>
    /// <param name="random">The stream to draw from; one number a head.</param>
    /// <param name="picks">Receives [heads].</param>
    public void Sample(ReadOnlySpan<float> logits, ref RandomStream random, Span<int> picks)
    {
        var offset = 0;
        for (var head = 0; head < sizes.Length; head++)
        {
            picks[head] = Categorical.Sample(logits.Slice(offset, sizes[head]), random.NextDouble());
            offset += sizes[head];
        }
    }

    /// <summary>Takes the most likely pick of each head, the first where several are equal.</summary>
    public void Mode(ReadOnlySpan<float> logits, Span<int> picks)
    {
        var offset = 0;
        for (var head = 0; head < sizes.Length; head++)
        {
            picks[head] = Categorical.Mode(logits.Slice(offset, sizes[head]));
            offset += sizes[head];
        }
    }

    /// <summary>Translates picks into the choices of an action.</summary>
    public void ToAction(ReadOnlySpan<int> picks, Span<int> choices)
    {
        if (picks.Length == choices.Length)
        {
            picks.CopyTo(choices);
            return;
        }

        var joint = picks[0];
        for (var part = partCounts.Length - 1; part >= 0; part--)
        {
            (joint, choices[part]) = Math.DivRem(joint, partCounts[part]);
        }
    }

    /// <summary>Translates the choices of an action into picks: the inverse of <see cref="ToAction"/>.</summary>
    public void FromAction(ReadOnlySpan<int> choices, Span<int> picks)
    {
        if (picks.Length == choices.Length)
        {
            choices.CopyTo(picks);
            return;
        }

        var joint = 0;
        for (var part = 0; part < partCounts.Length; part++)
        {
            joint = (joint * partCounts[part]) + choices[part];
        }

        picks[0] = joint;
    }
}
