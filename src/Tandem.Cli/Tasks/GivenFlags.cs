using System.Globalization;
using System.Text.Json;

namespace Tandem.Cli.Tasks;

/// <summary>
/// A command line that is looked through before it is parsed: which flags a task has, and their defaults, depend on some of
/// what it says.
/// </summary>
internal static class GivenFlags
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>What a command line says of one option: by its flag, by <c>--set</c> or in its options file; null: nothing.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="flag">Such as <c>--env</c>.</param>
    /// <param name="path">Such as <c>environment.id</c>.</param>
    public static string? Find(IReadOnlyList<string> args, string flag, string path) => Find(args, flag, path, JsonValueKind.String);

    /// <summary>A whole number that a command line gives for one option; null: it gives none.</summary>
    /// <inheritdoc cref="Find(IReadOnlyList{string}, string, string)"/>
    public static int? FindNumber(IReadOnlyList<string> args, string flag, string path) =>
        int.TryParse(Find(args, flag, path, JsonValueKind.Number), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string? Find(IReadOnlyList<string> args, string flag, string path, JsonValueKind kind) =>
        LastValue(args, flag)
        ?? args.Where(word => word.StartsWith(path + "=", StringComparison.OrdinalIgnoreCase))
            .Select(word => word[(path.Length + 1)..]).LastOrDefault()
        ?? (LastValue(args, "--options") is { } file ? InFile(file, path, kind) : null);

    private static string? LastValue(IReadOnlyList<string> args, string flag)
    {
        for (var i = args.Count - 1; i >= 0; i--)
        {
            if (args[i].StartsWith(flag + "=", StringComparison.Ordinal))
            {
                return args[i][(flag.Length + 1)..];
            }

            if (args[i] == flag && i + 1 < args.Count)
            {
                return args[i + 1];
            }
        }

        return null;
    }

    /// <summary>What an options file gives; null where it gives none or cannot be read: the binder then says why.</summary>
    private static string? InFile(string file, string path, JsonValueKind kind)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllText(file), Lenient);
            var given = path.Split('.').Aggregate(json.RootElement, (element, name) => element.GetProperty(name));
            return given.ValueKind == kind ? given.ToString() : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
