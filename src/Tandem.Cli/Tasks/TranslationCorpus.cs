using System.Text.Json;
using Tandem.Learning.Translation;
using Tandem.Text;

namespace Tandem.Cli.Tasks;

/// <summary>The sentences of a translation training, and what they are known by.</summary>
internal sealed class TranslationCorpus
{
    /// <summary>The file of a run that names its corpus.</summary>
    public const string FileName = "corpus.json";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    private TranslationCorpus(IReadOnlyCollection<SentencePair> train, IReadOnlyCollection<SentencePair> validation, IReadOnlyList<CorpusPart> parts) =>
        (Train, Validation, Parts) = (train, validation, parts);

    /// <summary>What is learned from.</summary>
    public IReadOnlyCollection<SentencePair> Train { get; }

    /// <summary>What choices are made on; it may be empty.</summary>
    public IReadOnlyCollection<SentencePair> Validation { get; }

    /// <summary>What is scored once: an example's alone, else empty.</summary>
    public IReadOnlyList<SentencePair> Test { get; private init; } = [];

    /// <summary>The files, or the example, by name and hash.</summary>
    public IReadOnlyList<CorpusPart> Parts { get; }

    /// <summary>Pairs of the training files that were skipped because a side is empty.</summary>
    public long EmptyPairs { get; private init; }

    /// <summary>Pairs of the validation files that were skipped because a side is empty.</summary>
    public long EmptyValidation { get; private init; }

    /// <summary>What a checkpoint knows the corpus by.</summary>
    public string Fingerprint => string.Join(',', Parts.Select(part => $"{part.Role} {part.Sha256}"));

    /// <summary>Opens what a task names, and checks every line.</summary>
    /// <exception cref="ArgumentException">Too little or too much is named.</exception>
    /// <exception cref="CorpusException">A file cannot be learned from.</exception>
    public static TranslationCorpus Open(TranslateTask task)
    {
        string[] files = [task.Source, task.Target, task.ValidSource, task.ValidTarget];
        if (task.Example.Length > 0)
        {
            return files.All(file => file.Length == 0) ? OfExample(task)
                : throw new ArgumentException($"the example '{task.Example}' and files were both named: give --example alone, or files alone");
        }

        if (task.Source.Length == 0 || task.Target.Length == 0)
        {
            throw new ArgumentException($"no parallel text was named: give --source FILE and --target FILE, or --example {TranslationExample.Dates.Name}");
        }

        if ((task.ValidSource.Length == 0) != (task.ValidTarget.Length == 0))
        {
            throw new ArgumentException("only one side of the validation text was named: give both --valid-source FILE and --valid-target FILE, or neither");
        }

        return OfFiles(task);
    }

    /// <summary>The unseen lines of the example that a run was trained on; none where it was trained on files.</summary>
    public static IReadOnlyList<SentencePair> TestOf(TranslateTask task) => task.Example.Length > 0 ? OfExample(task).Test : [];

    /// <summary>What a run learned from or chose by that has the bytes of a file, such as <c>source</c>; null: nothing.</summary>
    /// <exception cref="InvalidDataException">The run's record of its corpus is damaged.</exception>
    public static string? RoleOf(TextFile file, string path) => File.Exists(path) ? ReadParts(path).FirstOrDefault(part => part.Sha256 == file.Sha256)?.Role : null;

    /// <summary>Writes into a run what its corpus was.</summary>
    public void Save(string path) => File.WriteAllText(path, JsonSerializer.Serialize(Parts, Json) + "\n");

    /// <summary>Compares with what a run was started with.</summary>
    /// <exception cref="InvalidDataException">A file has changed, or the record is damaged.</exception>
    public void RequireSame(string path)
    {
        var before = ReadParts(path);
        foreach (var part in Parts)
        {
            if (before.FirstOrDefault(other => other.Role == part.Role)?.Sha256 != part.Sha256)
            {
                throw new InvalidDataException($"'{part.Name}' has changed since this training began: restore it, or train anew");
            }
        }
    }

    private static TranslationCorpus OfExample(TranslateTask task)
    {
        var seed = task.Trainer.Seed;
        var example = TranslationExample.Find(task.Example).Generate(seed);
        return new TranslationCorpus(example.Train, example.Validation, [new CorpusPart("example", task.Example, example.Train.Count, $"seed {seed}")]) { Test = example.Test };
    }

    private static TranslationCorpus OfFiles(TranslateTask task)
    {
        var train = ParallelCorpus.Open(task.Source, task.Target);
        var validation = task.ValidSource.Length > 0 ? ParallelCorpus.OpenUnseen(task.ValidSource, task.ValidTarget, train) : null;
        CorpusPart[] parts =
        [
            CorpusPart.Of("source", train.Source),
            CorpusPart.Of("target", train.Target),
            .. validation is null ? (CorpusPart[])[] : [CorpusPart.Of("validSource", validation.Source), CorpusPart.Of("validTarget", validation.Target)],
        ];
        return new TranslationCorpus([.. train.Read()], validation is null ? [] : [.. validation.Read()], parts)
        {
            EmptyPairs = train.EmptyPairs,
            EmptyValidation = validation?.EmptyPairs ?? 0,
        };
    }

    private static CorpusPart[] ReadParts(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<CorpusPart[]>(File.ReadAllText(path), Json)!;
        }
        catch (Exception fault) when (fault is JsonException or NotSupportedException)
        {
            throw new InvalidDataException($"'{path}' is damaged: restore it from a copy, or train anew", fault);
        }
    }
}

/// <summary>A file of a corpus, or an example.</summary>
/// <param name="Role">What it is for, such as <c>source</c>.</param>
/// <param name="Name">Its path or name.</param>
/// <param name="Lines">How many lines it has.</param>
/// <param name="Sha256">What its content is known by; an example's follows from its seed.</param>
internal sealed record CorpusPart(string Role, string Name, long Lines, string Sha256)
{
    public static CorpusPart Of(string role, TextFile file) => new(role, file.Path, file.Lines, file.Sha256);
}
