using Tandem.Environments;
using Tandem.Inference;
using Tandem.Runs;
using Tandem.Runs.Checkpoints;
using Tandem.Runs.Options;

namespace Tandem.Cli.Tasks;

/// <summary>A finished or unfinished run, opened to ride or to go on with: its task and its agent.</summary>
internal sealed record ReinforceRunFolder(RunDirectory Directory, ReinforceTask Task)
{
    /// <summary>The world it was trained in.</summary>
    public EnvironmentSpec World(EnvironmentCatalog catalog) => catalog[Task.Environment.Id];

    /// <summary>Opens a run to read it.</summary>
    public static ReinforceRunFolder Open(EnvironmentCatalog catalog, string path) => Read(catalog, RunDirectory.Open(path));

    /// <summary>Reads the options of a run that is open.</summary>
    public static ReinforceRunFolder Read(EnvironmentCatalog catalog, RunDirectory directory)
    {
        if (directory.Record.Task != ReinforceTask.Name)
        {
            throw new ArgumentException($"the run '{directory.Path}' is a training of '{directory.Record.Task}': this program knows {ReinforceTask.Name}");
        }

        var defaults = ReinforceTask.For(catalog[directory.Record.Environment ?? ""]);
        return new ReinforceRunFolder(directory, OptionsBinder.FromJson(defaults, directory.ReadOptionsJson(), directory.FilePath("options.json")));
    }

    /// <summary>The agent of the last good checkpoint; damaged ones are complained of.</summary>
    public (Agent Agent, Checkpoint Checkpoint) LoadAgent(Action<string> complain)
    {
        var search = Directory.Checkpoints.LatestGood();
        foreach (var damage in search.Skipped)
        {
            complain(damage);
        }

        var checkpoint = search.Found ?? throw new InvalidDataException(search.Skipped.Count == 0
            ? $"the run '{Directory.Path}' has no checkpoint yet: train on with 'tandem resume {Directory.Path}'"
            : $"no checkpoint of the run '{Directory.Path}' is intact: restore one from a copy, or train anew into another folder");
        if (search.Skipped.Count > 0)
        {
            complain($"the checkpoint of episode {checkpoint.Step} is taken instead");
        }

        return (Agent.From(checkpoint.ReadModel(), checkpoint.Path), checkpoint);
    }
}
