using System.Diagnostics.CodeAnalysis;

namespace Tandem.Runs.Options;

/// <summary>One option of a tree: the properties that lead to it from the root, and its value there.</summary>
[RequiresUnreferencedCode(OptionsBinder.Reflects)]
[RequiresDynamicCode(OptionsBinder.Reflects)]
internal sealed record OptionLeaf(IReadOnlyList<OptionProperty> Chain, object? Value)
{
    public OptionProperty Property => Chain[^1];

    public OptionType Type => Property.Type!;

    public int Depth => Chain.Count;

    public string Path => Suffix(Depth);

    /// <summary>The last <paramref name="length"/> names of the path.</summary>
    public string Suffix(int length) => string.Join('.', Chain.Skip(Depth - length).Select(property => property.Name));

    /// <summary>Whether a name means this option: its path, or the end of it.</summary>
    public bool Answers(string name) => Enumerable.Range(1, Depth).Any(length => OptionNames.Same(Suffix(length), name));

    /// <summary>Every option of a tree, in the order in which the records declare them.</summary>
    public static IReadOnlyList<OptionLeaf> Of(object tree)
    {
        var leaves = new List<OptionLeaf>();
        Collect(tree, [], leaves);
        return leaves;
    }

    private static void Collect(object record, OptionProperty[] chain, List<OptionLeaf> leaves)
    {
        foreach (var property in OptionProperty.Of(record))
        {
            var value = property.Get(record);
            OptionProperty[] longer = [.. chain, property];
            if (property.Type is not null)
                leaves.Add(new OptionLeaf(longer, value));
            else if (value is not null)
                Collect(value, longer, leaves);
        }
    }
}
