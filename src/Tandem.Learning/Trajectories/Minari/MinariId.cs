using System.Text.RegularExpressions;

namespace Tandem.Learning.Trajectories;

/// <summary>The name of a Minari dataset, <c>namespace/environment/name-v0</c>: the folders that it lies in under Minari's root.</summary>
public sealed partial record MinariId
{
    private MinariId(string text) => Text = text;

    /// <summary>The whole name.</summary>
    public string Text { get; }

    /// <summary>Reads a name.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static MinariId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Form().IsMatch(text) ? new MinariId(text)
            : throw new ArgumentException($"'{text}' is not the name of a Minari dataset: give letters, digits, _ and -, parts with / between them, and a version, like tandem/cartpole/random-v0");
    }

    /// <summary>A name for episodes: <c>tandem/cartpole/rides-v0</c>.</summary>
    /// <param name="world">Their world.</param>
    /// <param name="folder">Their folder, whose name tells what they are.</param>
    public static MinariId Of(RecordedWorld world, string folder)
    {
        ArgumentNullException.ThrowIfNull(world);
        var environment = EnvironmentVersion().Replace(world.Environment, "");
        return Parse($"tandem/{Plain(environment)}/{Plain(Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))))}-v0");
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string Plain(string text)
    {
        var plain = Other().Replace(text, "-").Trim('-').ToLowerInvariant();
        return plain.Length > 0 ? plain : "rides";
    }

    [GeneratedRegex(@"^[A-Za-z0-9_][\w-]*(/[A-Za-z0-9_][\w-]*)*-v\d+$", RegexOptions.ECMAScript)]
    private static partial Regex Form();

    [GeneratedRegex(@"-v\d+$", RegexOptions.ECMAScript)]
    private static partial Regex EnvironmentVersion();

    [GeneratedRegex(@"[^A-Za-z0-9_-]+")]
    private static partial Regex Other();
}
