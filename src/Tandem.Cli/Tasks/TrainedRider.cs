using Tandem.Environments;
using Tandem.Inference;
using Tandem.Inference.Trajectories;
using Tandem.Learning.Trajectories;
using Tandem.Runs;
using Tandem.Runs.Checkpoints;
using Tandem.Runs.Options;
using Tandem.Runs.Safetensors;

namespace Tandem.Cli.Tasks;

/// <summary>The last good checkpoint of a run, or one that was named, whatever trained it, ready to ride in the world it learned in.</summary>
internal sealed class TrainedRider : IRider
{
    private readonly Func<PolicyMode, ulong, IPolicy> policy;
    private readonly DecisionTransformer? model;

    private TrainedRider(string name, EnvironmentSpec spec, EnvironmentChoice choice, Checkpoint checkpoint, Func<PolicyMode, ulong, IPolicy> policy, DecisionTransformer? model = null) =>
        (Name, Spec, Choice, Checkpoint, CountedIn, this.policy, this.model) = (name, spec, choice, checkpoint.Step, RunCheckpoint.UnitOf(checkpoint), policy, model);

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The world it learned in.</summary>
    public EnvironmentSpec Spec { get; }

    /// <summary>How that world is made.</summary>
    public EnvironmentChoice Choice { get; }

    /// <summary>The step of the checkpoint.</summary>
    public long Checkpoint { get; }

    /// <summary>What that step counts, in the plural.</summary>
    public string CountedIn { get; }

    /// <summary>The return it asks for; null: it asks for none.</summary>
    public double? Target { get; private init; }

    /// <summary>Whether it has a distribution to draw from: a rider by action values has none.</summary>
    public bool CanSample { get; private init; } = true;

    /// <summary>Opens a run to ride.</summary>
    /// <param name="catalog">The worlds.</param>
    /// <param name="path">The run's folder.</param>
    /// <param name="target">The return to ask for; null: the highest in the data.</param>
    /// <param name="complain">Is told of damaged checkpoints and of targets beyond the data.</param>
    /// <param name="step">The step of its checkpoint; null: the last good one.</param>
    public static TrainedRider Open(EnvironmentCatalog catalog, string path, double? target, Action<string> complain, long? step = null)
    {
        var directory = RunDirectory.Open(path);
        if (directory.Record.Seeds is { } seeds)
        {
            throw new ArgumentException($"the run '{path}' holds {seeds} seeds: give the folder of one of them, such as {Path.Combine(path, "seed-0")}");
        }

        if (RideTask.IsNamed(directory.Record.Task))
        {
            return OfRides(catalog, directory, target, complain, step);
        }

        if (target is not null)
        {
            throw new ArgumentException($"the run '{path}' is a training of '{directory.Record.Task}', which asks for no return: leave --target out");
        }

        var choice = directory.Record.Task == IqlTask.Name
            ? IqlTask.Of(catalog, directory).Environment ?? EnvironmentChoice.Of(catalog[directory.Record.Environment ?? ""])
            : LearnerTask.Of(catalog, directory).Task.Environment;
        var checkpoint = step is { } at ? RunCheckpoint.At(directory, at) : RunCheckpoint.Last(directory, complain);
        var agent = Agent.From(checkpoint.ReadModel(), checkpoint.Path);
        return new TrainedRider(directory.Record.Task, catalog[choice.Id], choice, checkpoint, agent.Policy) { CanSample = agent.Form is not ActionValueForm };
    }

    /// <summary>A rider.</summary>
    public IPolicy Policy(PolicyMode mode, ulong seed = 0) => policy(mode, seed);

    /// <summary>Lets go of the model.</summary>
    public void Dispose() => model?.Dispose();

    /// <summary>How a world that episodes come from is made.</summary>
    public static EnvironmentChoice ChoiceOf(EnvironmentCatalog catalog, RecordedWorld world)
    {
        var defaults = catalog[world.Environment].DefaultOptions;
        return new EnvironmentChoice
        {
            Id = world.Environment,
            StepLimit = world.StepLimit,
            World = defaults is null || world.OptionsJson is null ? defaults : OptionsBinder.FromJson(defaults, world.OptionsJson, "the recorded world"),
        };
    }

    private static TrainedRider OfRides(EnvironmentCatalog catalog, RunDirectory directory, double? target, Action<string> complain, long? step)
    {
        var checkpoint = step is { } at ? RunCheckpoint.At(directory, at) : RunCheckpoint.Last(directory, complain);
        var file = checkpoint.ReadModel();
        var description = DecisionTransformerFile.ReadDescription(file, checkpoint.Path);
        var asked = description.NeedsTarget ? RequireTarget(description, target, complain) : RefuseTarget(directory.Path, description, target);
        var choice = ChoiceOf(catalog, description.World);
        var model = NativeModel(file, checkpoint.Path);
        return new TrainedRider(
            directory.Record.Task,
            catalog[choice.Id],
            choice,
            checkpoint,
            model is null ? Managed(file, checkpoint.Path, asked) : (mode, seed) => Native(model, mode, seed, asked),
            model)
        { Target = asked };
    }

    private static Func<PolicyMode, ulong, IPolicy> Managed(SafetensorsFile file, string path, double? target)
    {
        var rider = Rider.From(file, path);
        return (mode, seed) => rider.Policy(mode, seed, target);
    }

    private static DecisionTransformerPolicy Native(DecisionTransformer model, PolicyMode mode, ulong seed, double? target) =>
        new(model, mode, RandomStream.Create(seed, StreamPurpose.EvaluationPolicy), target ?? 0);

    /// <summary>The model in libtorch, of what does not act in plain .NET: an LSTM, which is there to compare with.</summary>
    private static DecisionTransformer? NativeModel(SafetensorsFile file, string path)
    {
        if (Rider.Reads(file))
            return null;
        var model = DecisionTransformerFile.Read(file, path);
        model.eval();
        return model;
    }

    private static double? RefuseTarget(string path, RiderDescription description, double? target) => target is null
        ? null
        : throw new ArgumentException(description.IsConditioned
            ? $"the run '{path}' asks for the best at every step, as its critic saw it, and takes no return: leave --target out, or train with --returns observed"
            : $"the run '{path}' only imitates and asks for no return: leave --target out");

    private static double RequireTarget(RiderDescription description, double? target, Action<string> complain)
    {
        var asked = target ?? description.Returns.High;
        if (!double.IsFinite(asked))
        {
            throw new ArgumentException($"a target return of {asked} cannot be asked for: give a finite number, such as {description.Returns.High}, the highest in the data");
        }

        if (asked > description.Returns.High || asked < description.Returns.Low)
        {
            complain($"the target return {asked} lies outside the data, which range from {description.Returns.Low} to {description.Returns.High}: the rider has never seen such a ride");
        }

        return asked;
    }
}
