using Tandem.Inference.Translation;
using Tandem.Runs;
using Tandem.Runs.Options;

namespace Tandem.Cli.Tasks;

/// <summary>
/// A checkpoint of a translation run, ready to translate: the best by validation, which early stopping trains for, or the last
/// if that is asked for; without validation the two are one.
/// </summary>
internal sealed record TrainedTranslator(RunDirectory Directory, TranslateTask Task, Translator Translator, long Checkpoint)
{
    /// <summary>Opens a run to translate.</summary>
    /// <param name="path">The run's folder.</param>
    /// <param name="isLast">Whether the last checkpoint is taken in place of the best.</param>
    /// <param name="threads">How many threads work; 0: as many as there are cores.</param>
    /// <param name="complain">Is told of damaged checkpoints.</param>
    /// <exception cref="ArgumentException">The run translates nothing.</exception>
    public static TrainedTranslator Open(string path, bool isLast, int threads, Action<string> complain)
    {
        var directory = RunDirectory.Open(path);
        if (directory.Record.Task != TranslateTask.Name)
        {
            throw new ArgumentException($"the run '{path}' is a training of '{directory.Record.Task}', which translates nothing: give a run of 'tandem train {TranslateTask.Name}'");
        }

        var task = OptionsBinder.FromJson(new TranslateTask(), directory.ReadOptionsJson(), directory.FilePath("options.json"));
        return Open(directory, task, isLast, threads, complain);
    }

    /// <inheritdoc cref="Open(string, bool, int, Action{string})"/>
    public static TrainedTranslator Open(RunDirectory directory, TranslateTask task, bool isLast, int threads, Action<string> complain)
    {
        var checkpoint = isLast ? RunCheckpoint.Last(directory, complain) : RunCheckpoint.Best(directory, complain);
        var translator = Translator.From(checkpoint.ReadModel(), checkpoint.Path, threads > 0 ? threads : System.Environment.ProcessorCount);
        return new TrainedTranslator(directory, task, translator, checkpoint.Step);
    }
}
