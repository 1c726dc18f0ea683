using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tandem.Runs.Checkpoints;

/// <summary>
/// The list by which a checkpoint is verified: a line for the format, a line for each file with SHA-256, length and
/// name, and the SHA-256 of the lines above, so that no changed byte goes unnoticed, not even here.
/// </summary>
internal sealed class CheckpointManifest
{
    public const string FileName = "manifest.txt";

    private const string Title = "tandem checkpoint ";
    private const int CurrentFormat = 1;

    private readonly string folder;

    private CheckpointManifest(string folder, IReadOnlyList<Entry> entries)
    {
        this.folder = folder;
        Entries = entries;
    }

    public readonly record struct Entry(string Hash, long Length, string Name);

    public IReadOnlyList<Entry> Entries { get; }

    /// <summary>Lists the files that lie in a folder.</summary>
    public static CheckpointManifest Of(string folder) => new(
        folder,
        [
            .. Directory.GetFiles(folder).Order(StringComparer.Ordinal)
                .Select(path => new Entry(HashOf(path), new FileInfo(path).Length, Path.GetFileName(path))),
        ]);

    public void WriteTo(Stream stream)
    {
        var body = new StringBuilder($"{Title}{CurrentFormat}\n");
        foreach (var entry in Entries)
            body.Append(CultureInfo.InvariantCulture, $"{entry.Hash} {entry.Length} {entry.Name}\n");
        var text = body.ToString();
        stream.Write(Encoding.UTF8.GetBytes($"{text}{HashOfText(text)}\n"));
    }

    /// <summary>Reads a folder's list and verifies the list itself.</summary>
    /// <exception cref="InvalidDataException">It is missing, damaged, or a newer version wrote it.</exception>
    public static CheckpointManifest Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            throw Fault(folder, FileName, "is missing");
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(path)); // a byte a character: the hash sees every byte
        var lines = text.Split('\n');
        RefuseNewer(folder, lines[0]);
        if (lines is not [.. var body, var hash, ""] || hash != HashOfText(string.Concat(body.Select(line => line + '\n'))))
            throw Fault(folder, FileName, text.Length == 0 ? "is empty" : "is damaged");
        return new CheckpointManifest(folder, [.. body.Skip(1).Select(line => ParseEntry(folder, line))]);
    }

    /// <summary>Compares every file with the list.</summary>
    /// <exception cref="InvalidDataException">A file is missing, has another length or other bytes.</exception>
    public void Verify()
    {
        foreach (var (hash, length, name) in Entries)
        {
            var file = new FileInfo(Path.Combine(folder, name));
            if (!file.Exists)
                throw Fault(folder, name, "is missing");
            if (file.Length != length)
                throw Fault(folder, name, LengthFault(file.Length, length));
            if (HashOf(file.FullName) != hash)
                throw Fault(folder, name, "is damaged: its bytes are not those that were written");
        }
    }

    public static InvalidDataException Fault(string folder, string file, string what) => new($"checkpoint '{folder}': {file} {what}");

    private static string LengthFault(long actual, long expected) => actual switch
    {
        0 => "is empty",
        _ when actual < expected => $"is cut short: {actual} of {expected} bytes are there",
        _ => $"has {actual} bytes where {expected} were written",
    };

    private static void RefuseNewer(string folder, string title)
    {
        if (title.StartsWith(Title, StringComparison.Ordinal)
            && int.TryParse(title[Title.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var format)
            && format > CurrentFormat)
            throw Fault(folder, FileName, $"was written by a newer version, in format {format} where this one reads up to {CurrentFormat}: update Tandem");
    }

    private static Entry ParseEntry(string folder, string line) =>
        line.Split(' ') is [var hash, var length, var name]
        && long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
        && CheckpointDraft.IsFileName(name)
            ? new Entry(hash, bytes, name)
            : throw Fault(folder, FileName, "is damaged");

    private static string HashOf(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static string HashOfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(text)));
}
