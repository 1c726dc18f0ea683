using System.Diagnostics.CodeAnalysis;

namespace Tandem.Runs.Options;

/// <summary>What help and documentation say of one option.</summary>
/// <param name="Path">Where it lies in the tree, such as <c>environment.world.size</c>.</param>
/// <param name="Flag">
/// The shortest name that means it, in kebab-case and without the leading hyphens, such as <c>size</c> or <c>world-size</c>.
/// <see cref="OptionsBinder.Set"/> takes it as a path.
/// </param>
/// <param name="Type">What a value looks like, such as <c>whole number</c>.</param>
/// <param name="Default">The tree's value, as a flag takes it.</param>
/// <param name="Description">A sentence; empty where the property has none.</param>
/// <param name="Range">What is allowed; an enum's names where the description gives no range.</param>
/// <param name="Unit">Such as <c>metres</c>.</param>
/// <param name="IsSwitch">Whether it is true or false, so that the flag alone can mean true.</param>
public sealed record OptionDescription(
    string Path, string Flag, string Type, string Default, string Description, string? Range, string? Unit, bool IsSwitch);

/// <summary>Describes a tree of options for help, documentation and the flags of a command.</summary>
[RequiresUnreferencedCode(OptionsBinder.Reflects)]
[RequiresDynamicCode(OptionsBinder.Reflects)]
public static class OptionsSchema
{
    /// <summary>Every option of a tree, in the order in which its records declare them.</summary>
    public static IReadOnlyList<OptionDescription> Describe(object tree)
    {
        var leaves = OptionLeaf.Of(tree);
        return [.. leaves.Select(leaf => Describe(leaves, leaf))];
    }

    private static OptionDescription Describe(IReadOnlyList<OptionLeaf> leaves, OptionLeaf leaf)
    {
        var help = OptionHelp.Of(leaf.Property);
        var type = leaf.Type;
        return new OptionDescription(
            leaf.Path,
            OptionLookup.Flag(leaves, leaf),
            type.Text,
            OptionText.Format(type, leaf.Value),
            help.Description,
            help.Range ?? (type.Element.IsEnum ? OptionScalar.Choices(type.Element) : null),
            help.Unit,
            IsSwitch: type.List is null && type.Element == typeof(bool));
    }
}
