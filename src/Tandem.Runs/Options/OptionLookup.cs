using System.Diagnostics.CodeAnalysis;

namespace Tandem.Runs.Options;

/// <summary>
/// Which option a name means. A whole path always means its option; otherwise every option whose path ends with the
/// name answers, and the one nearest to the root is meant.
/// </summary>
[RequiresUnreferencedCode(OptionsBinder.Reflects)]
[RequiresDynamicCode(OptionsBinder.Reflects)]
internal static class OptionLookup
{
    public static OptionLeaf Find(object tree, string name)
    {
        var leaves = OptionLeaf.Of(tree);
        var meant = Meant(leaves, name);
        return meant switch
        {
            [var only] => only,
            [] => throw Unknown(leaves, name),
            _ => throw new OptionsException(
                name, $"the name fits several options: give {string.Join(" or ", meant.Select(leaf => leaf.Path))}"),
        };
    }

    /// <summary>The shortest end of an option's path that means it and no other, as the name of a flag.</summary>
    /// <exception cref="InvalidOperationException">Two paths differ in punctuation only: a mistake in the program.</exception>
    public static string Flag(IReadOnlyList<OptionLeaf> leaves, OptionLeaf leaf) => Enumerable.Range(1, leaf.Depth)
        .Select(leaf.Suffix)
        .Where(name => Meant(leaves, OptionNames.Kebab(name)) is [var only] && ReferenceEquals(only, leaf))
        .Select(OptionNames.Kebab)
        .FirstOrDefault()
        ?? throw new InvalidOperationException($"the option {leaf.Path} has no name of its own as a flag: rename it or the one it collides with");

    private static OptionLeaf[] Meant(IReadOnlyList<OptionLeaf> leaves, string name)
    {
        var exact = leaves.Where(leaf => leaf.Path.Equals(name, StringComparison.OrdinalIgnoreCase)).ToArray();
        if (exact.Length == 1)
            return exact;
        var folded = OptionNames.Fold(name);
        var answering = leaves.Where(leaf => leaf.Answers(folded)).ToArray();
        var shallowest = answering.Select(leaf => leaf.Depth).DefaultIfEmpty().Min();
        return [.. answering.Where(leaf => leaf.Depth == shallowest)];
    }

    private static OptionsException Unknown(IReadOnlyList<OptionLeaf> leaves, string name)
    {
        var inside = leaves.Where(leaf => leaf.Groups.Any(group => OptionNames.Same(group, name))).ToArray();
        if (inside.Length > 0)
            return new OptionsException(
                name, $"this is a group of options, not one: give {string.Join(" or ", inside.Select(leaf => leaf.Path))}");
        return new OptionsException("", UnknownText(name, Guess(leaves, name), leaves.Select(leaf => leaf.Path)));
    }

    /// <summary>The sentence for a name that is no option: the likely one, else all there are.</summary>
    public static string UnknownText(string name, string? guess, IEnumerable<string> known) => guess is not null
        ? $"unknown option '{name}': did you mean '{guess}'?"
        : known.Any()
            ? $"unknown option '{name}': give one of {string.Join(", ", known)}"
            : $"unknown option '{name}': there are no options here";

    /// <summary>The likely path, as long as the name given: <c>learnr.rate</c> is answered by <c>learner.rate</c>.</summary>
    public static string? Guess(IReadOnlyList<OptionLeaf> leaves, string name)
    {
        var length = name.Split('.').Length;
        return OptionNames.Nearest(name, leaves.Select(leaf => leaf.Suffix(Math.Min(length, leaf.Depth))))
            ?? OptionNames.Nearest(name, leaves.Select(leaf => leaf.Path));
    }
}
