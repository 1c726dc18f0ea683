using System.Diagnostics.CodeAnalysis;

namespace Tandem.Runs.Options;

/// <summary>One option of a tree: the properties that lead to it from the root, and its value there.</summary>
[RequiresUnreferencedCode(OptionsBinder.Reflects)]
[RequiresDynamicCode(OptionsBinder.Reflects)]
internal sealed record OptionLeaf(IReadOnlyList<OptionProperty> Chain, object? Value)
{
    private readonly string[] foldedEnds =
        [.. Enumerable.Range(1, Chain.Count).Select(length => OptionNames.Fold(Join(Chain.TakeLast(length))))];

    public OptionProperty Property => Chain[^1];

    public OptionType Type => Property.Type!;

    public int Depth => Chain.Count;

    public string Path => Suffix(Depth);

    /// <summary>The last <paramref name="length"/> names of the path.</summary>
    public string Suffix(int length) => Join(Chain.TakeLast(length));

    /// <summary>The names of the groups around it, from the root: <c>environment</c>, <c>environment.world</c>.</summary>
    public IEnumerable<string> Groups => Enumerable.Range(1, Depth - 1).Select(depth => Join(Chain.Take(depth)));

    /// <summary>Whether a name, folded, means this option: its path, or the end of it.</summary>
    public bool Answers(string folded) => foldedEnds.Contains(folded);

    /// <summary>Every option of a tree, in the order in which the records declare them.</summary>
    public static IReadOnlyList<OptionLeaf> Of(object tree)
    {
        var leaves = new List<OptionLeaf>();
        Collect(tree, [], leaves);
        return leaves;
    }

    private static string Join(IEnumerable<OptionProperty> properties) =>
        string.Join('.', properties.Select(property => property.Name));

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
