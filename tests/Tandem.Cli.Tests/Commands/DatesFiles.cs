using Tandem.Text;

namespace Tandem.Cli.Tests.Commands;

/// <summary>A small parallel text on disk, and a model that learns a little of it in a second.</summary>
internal static class DatesFiles
{
    /// <summary>A tiny model and few updates.</summary>
    /// <param name="more">Flags that win over these.</param>
    public static string[] Tiny(params string[] more)
    {
        const string Flags =
            "--width 16 --inner-width 32 --heads 2 --encoder-layers 1 --decoder-layers 1 --merges 60 --batch-tokens 300 --threads 1 --validate-every 3 --checkpoint-every 3";
        return [.. Flags.Split(' ').Chunk(2).Where(flag => !more.Contains(flag[0])).SelectMany(flag => flag), .. more];
    }

    /// <summary>Writes train.en, train.iso, valid.en and valid.iso.</summary>
    public static void Write(TemporaryFolder folder)
    {
        var corpus = DatesExample.Generate(seed: 5, train: 120, validation: 12, test: 1);
        Write(folder, "train", corpus.Train);
        Write(folder, "valid", corpus.Validation);
    }

    /// <summary>Trains a tiny model on these files.</summary>
    public static Task<CommandRun> Train(TemporaryFolder folder, string run, params string[] more) => CommandRun.Of(Training(folder, run, more));

    /// <summary>The command line that trains a tiny model on these files.</summary>
    public static string[] Training(TemporaryFolder folder, string run, params string[] more) =>
    [
        "train", "translation", "--source", folder["train.en"], "--target", folder["train.iso"],
        "--valid-source", folder["valid.en"], "--valid-target", folder["valid.iso"], .. Tiny(more), "--out", folder[run],
    ];

    private static void Write(TemporaryFolder folder, string name, IReadOnlyList<SentencePair> pairs)
    {
        File.WriteAllLines(folder[$"{name}.en"], pairs.Select(pair => pair.Source));
        File.WriteAllLines(folder[$"{name}.iso"], pairs.Select(pair => pair.Target));
    }
}
