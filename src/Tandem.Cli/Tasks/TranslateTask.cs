using System.ComponentModel;
using Tandem.Learning.Training;
using Tandem.Learning.Translation;
using Tandem.Text;

namespace Tandem.Cli.Tasks;

/// <summary>Everything that <c>tandem train translation</c> depends on; saved with the run.</summary>
internal sealed record TranslateTask
{
    public const string Name = "translation";

    /// <summary>The sentences to translate, a line each.</summary>
    [Description("Text to translate, a sentence a line: UTF-8, plain or gzip")]
    public string Source { get; init; } = "";

    /// <summary>Their translations.</summary>
    [Description("Its translation, line by line")]
    public string Target { get; init; } = "";

    /// <summary>What is validated on; without it there is no early stopping.</summary>
    [Description("Text to validate with, other than the source; without it training ends by its updates alone")]
    public string ValidSource { get; init; } = "";

    /// <summary>Its translation.</summary>
    [Description("Its translation, line by line")]
    public string ValidTarget { get; init; } = "";

    /// <summary>A generated corpus in place of the files.</summary>
    [Description("A generated corpus in place of files: English dates and numbers to their normal forms [dates]")]
    public string Example
    {
        get;
        init => field = value.Length == 0 ? value : TranslationExample.Find(value).Name;
    }
    = "";

    /// <summary>What is trained.</summary>
    public TranslationOptions Learner { get; init; } = new();

    /// <summary>How it is trained.</summary>
    public TrainerOptions Trainer { get; init; } = new();

    /// <summary>Where to compute.</summary>
    public MachineOptions Machine { get; init; } = new();

    /// <summary>How many batches are computed side by side.</summary>
    public int Workers => Math.Min(Trainer.Workers, Math.Min(Trainer.BatchesPerUpdate, Machine.ThreadsHere));

    /// <summary>The defaults for the corpus that a command line names: they go by how many lines it has.</summary>
    public static TranslateTask For(IReadOnlyList<string> args)
    {
        if (GivenFlags.Find(args, "--example", "example") is { Length: > 0 } name
            && TranslationExample.All.FirstOrDefault(known => known.Name == name) is { } example)
        {
            return new TranslateTask
            {
                Learner = example.Options,
                Trainer = WithWorkers(example.Trainer, args),
            };
        }

        var pairs = GivenFlags.Find(args, "--source", "source") is { Length: > 0 } source ? Lines(source) : 0;
        var trainer = TranslationDefaults.Trainer(pairs);
        var isValidated = GivenFlags.Find(args, "--valid-source", "validSource") is { Length: > 0 };
        return new TranslateTask
        {
            Learner = TranslationDefaults.Options(pairs),
            Trainer = WithWorkers(isValidated ? trainer : trainer with { Patience = null }, args),
        };
    }

    /// <summary>The same with full paths, so that a run can be resumed from anywhere.</summary>
    public TranslateTask WithFullPaths() => this with
    {
        Source = Full(Source),
        Target = Full(Target),
        ValidSource = Full(ValidSource),
        ValidTarget = Full(ValidTarget),
    };

    /// <summary>As many workers as there are threads, and no more than an update has batches.</summary>
    private static TrainerOptions WithWorkers(TrainerOptions trainer, IReadOnlyList<string> args)
    {
        var threads = GivenFlags.FindNumber(args, "--threads", "machine.threads") is { } given and > 0 ? given : System.Environment.ProcessorCount;
        var batches = GivenFlags.FindNumber(args, "--batches-per-update", "trainer.batchesPerUpdate") ?? trainer.BatchesPerUpdate;
        return trainer with { Workers = Math.Clamp(Math.Min(threads, batches), 1, 1_024) };
    }

    /// <summary>How many lines a file has; 0 where it cannot be read, which preparing the training will explain.</summary>
    private static long Lines(string path)
    {
        try
        {
            return TextFile.Open(path).Lines;
        }
        catch (CorpusException)
        {
            return 0;
        }
    }

    private static string Full(string path) => path.Length == 0 ? path : Path.GetFullPath(path);
}
