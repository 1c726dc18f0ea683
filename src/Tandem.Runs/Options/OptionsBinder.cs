using System.Diagnostics.CodeAnalysis;

namespace Tandem.Runs.Options;

/// <summary>
/// Maps a JSON file, <c>--set path=value</c> and flags onto a tree of options: <c>sealed record</c>s whose <c>init</c>
/// properties check themselves. It works on an instance that holds the defaults, and follows the types found in it, so
/// that a property declared <see cref="object"/> may hold the options record of a world the binder has never heard of.
/// </summary>
/// <remarks>
/// <para>A property is an int, long, ulong, double, float, bool, string, enum, a nullable one of those, an array,
/// <c>ImmutableArray</c> or <c>IReadOnlyList</c> of them, a nested record, or <see cref="object"/> holding a record;
/// <c>[JsonIgnore]</c> leaves one out. Every method returns a new tree.</para>
/// <para>Help comes from the base library's attribute alone, so that a library needs no reference to this one:
/// <c>[Description("Side of the square grid [2 to 1024; cells]")]</c> is a sentence, then in brackets the range, and
/// after a semicolon the unit; either may be missing (<c>[; metres]</c>, <c>[greater than 0]</c>), so may the brackets.</para>
/// <para>Precedence is the caller's order of calls: file first, then <c>--set</c>, then flags.</para>
/// </remarks>
[RequiresUnreferencedCode(Reflects)]
[RequiresDynamicCode(Reflects)]
public static class OptionsBinder
{
    internal const string Reflects = "Options are bound by reflection over the runtime types of their records.";

    /// <summary>The defaults, changed by what a JSON file says.</summary>
    /// <exception cref="OptionsException">The file cannot be read, or an option in it cannot be taken.</exception>
    public static T FromFile<T>(T defaults, string path) where T : notnull
    {
        string json;
        try
        {
            json = File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new OptionsException("", Unreadable(path, fault), inner: fault);
        }

        return FromJson(defaults, json, path);
    }

    private static string Unreadable(string path, Exception fault) =>
        fault is FileNotFoundException or DirectoryNotFoundException ? $"there is no options file '{path}': give a JSON file of options"
        : Directory.Exists(path) ? $"'{path}' is a folder: give a JSON file of options"
        : $"the options file '{path}' cannot be read: {fault.Message}";

    /// <summary>The defaults, changed by what JSON text says: camelCase names, comments and trailing commas allowed.</summary>
    /// <param name="defaults">The tree to start from.</param>
    /// <param name="json">One object; what it leaves out keeps its default.</param>
    /// <param name="sourceName">What errors call it: the file's name.</param>
    /// <exception cref="OptionsException">An option cannot be taken; the message gives file and line.</exception>
    public static T FromJson<T>(T defaults, string json, string sourceName) where T : notnull =>
        (T)new OptionsJson(json, sourceName).Bind(defaults);

    /// <summary>The tree with one option changed, given as <c>path=value</c>.</summary>
    /// <exception cref="OptionsException">There is no '=', no such option, or the value cannot be taken.</exception>
    public static T Assign<T>(T tree, string assignment) where T : notnull
    {
        var equals = assignment.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? Set(tree, assignment[..equals].Trim(), assignment[(equals + 1)..].Trim())
            : throw new OptionsException("", $"'{assignment}' is not an assignment: give path=value, such as {Example(tree)}");
    }

    /// <summary>The tree with one option changed.</summary>
    /// <param name="tree">The tree to start from.</param>
    /// <param name="path">
    /// The option's path or the end of it, in any case, with or without hyphens. Where several options end so, the one
    /// nearest to the root is meant.
    /// </param>
    /// <param name="value">Its text; lists as <c>64,64</c> or as a JSON array; <c>null</c> where absence is allowed.</param>
    /// <exception cref="OptionsException">No option, or no single one, has this path; or the value cannot be taken.</exception>
    public static T Set<T>(T tree, string path, string value) where T : notnull
    {
        var leaf = OptionLookup.Find(tree, path);
        return (T)Replace(tree, leaf, depth: 0, OptionText.Parse(leaf, value));
    }

    private static object Replace(object record, OptionLeaf leaf, int depth, object? value)
    {
        var property = leaf.Chain[depth];
        var isLast = depth == leaf.Depth - 1;
        var clone = OptionProperty.Copy(record);
        property.Assign(clone, isLast ? value : Replace(property.Get(record)!, leaf, depth + 1, value), leaf.Path, place: null);
        return clone;
    }

    private static string Example(object tree) =>
        OptionLeaf.Of(tree) is [var first, ..] ? $"{first.Path}={OptionText.Format(first.Type, first.Value)}" : "seed=1";
}
