namespace Tandem.Environments;

/// <summary>
/// One action, read-only: choices where the action space is discrete or multi-discrete, values where it is a box.
/// </summary>
public readonly ref struct ActionView
{
    /// <summary>An action made of choices, one for each part of the space.</summary>
    public ActionView(ReadOnlySpan<int> choices) => Choices = choices;

    /// <summary>An action made of real numbers, one for each dimension of the box.</summary>
    public ActionView(ReadOnlySpan<float> values) => Values = values;

    internal ActionView(ReadOnlySpan<int> choices, ReadOnlySpan<float> values)
    {
        Choices = choices;
        Values = values;
    }

    /// <summary>The chosen index of each part; empty for a box.</summary>
    public ReadOnlySpan<int> Choices { get; }

    /// <summary>The value in each dimension; empty for a discrete space.</summary>
    public ReadOnlySpan<float> Values { get; }

    /// <summary>The choice of a discrete space, or the first of a multi-discrete one.</summary>
    public int Choice => Choices[0];
}
