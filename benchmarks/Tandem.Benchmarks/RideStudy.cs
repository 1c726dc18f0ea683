using System.Globalization;
using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Training;
using Tandem.Learning.Trajectories;
using Tandem.Runs.Safetensors;

namespace Tandem.Benchmarks;

/// <summary>
/// One set of recorded rides and the learners that are compared on it, each with its command's defaults. Everything follows from
/// the seed.
/// </summary>
internal sealed class RideStudy : IDisposable
{
    private const double BestShare = 0.1;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tandem-study-");
    private readonly List<IDisposable> models = [];
    private readonly Lazy<StepAdvantages> advantages;
    private readonly ulong seed;

    /// <summary>Records a data set of one rider.</summary>
    /// <param name="spec">The world.</param>
    /// <param name="options">Its options; null: its own.</param>
    /// <param name="rides">How many rides.</param>
    /// <param name="rider">The name of the one who rides: random, or one of the world's.</param>
    /// <param name="seed">What rides, first weights and batches follow from.</param>
    public RideStudy(EnvironmentSpec spec, object? options, int rides, string rider, ulong seed)
        : this(seed, folder => Record(folder, spec, options, rides, rider, seed))
    {
    }

    /// <summary>A data set that somebody else records.</summary>
    /// <param name="seed">What first weights and batches follow from.</param>
    /// <param name="record">Records into a folder.</param>
    public RideStudy(ulong seed, Action<string> record)
    {
        this.seed = seed;
        record(folder.FullName);
        Episodes = EpisodeSet.Open(folder.FullName);
        advantages = new Lazy<StepAdvantages>(() => RideCritic.Judge(Episodes, new CriticOptions(), seed));
    }

    /// <summary>The rides.</summary>
    public EpisodeSet Episodes { get; }

    /// <summary>The default: a Decision Transformer that a critic taught; nobody names a target.</summary>
    public IPolicy Taught(SequenceModel sequence = SequenceModel.Transformer) => Rider(Train(new ConditioningOptions(), sequence: sequence));

    /// <summary>The paper's form, to be asked for returns.</summary>
    public Func<double, IPolicy> Observed()
    {
        var model = Train(new ConditioningOptions { Returns = ReturnTokens.Observed });
        return target => Rider(model, target);
    }

    /// <summary>Cloning of a share of the rides, the best.</summary>
    public IPolicy Clone(double share = BestShare) => Rider(Train(null, share));

    /// <summary>Implicit Q-learning.</summary>
    /// <param name="form">What its critic is kept in.</param>
    public IPolicy Iql(CriticForm form = CriticForm.Auto) =>
        Learning.Trajectories.Iql.Train(Episodes, new IqlOptions { Seed = seed, Critic = new CriticOptions { Form = form } }).Policy();

    public void Dispose()
    {
        models.ForEach(model => model.Dispose());
        Episodes.Dispose();
        folder.Delete(recursive: true);
    }

    /// <summary>A line of a table, with numbers as everywhere.</summary>
    public static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>Prints a table's row cell by cell, each as soon as it is known.</summary>
    /// <param name="cells">The cells; one that is null was not asked for.</param>
    public static void Row(params IEnumerable<Func<string>?> cells)
    {
        foreach (var cell in cells)
        {
            Console.Write($"| {(cell is null ? "" : cell())} ");
            Console.Out.Flush();
        }

        Console.WriteLine("|");
    }

    private static void Record(string folder, EnvironmentSpec spec, object? options, int rides, string rider, ulong seed)
    {
        var worlds = spec.CreateVector(Math.Min(rides, 100), options);
        var policy = rider == "random"
            ? new RandomPolicy(worlds.Actions, seed, StreamPurpose.Policy)
            : spec.CreateYardstick(rider, options, worlds.StepLimit, RandomStream.Create(seed, StreamPurpose.Policy));
        using var writer = EpisodeWriter.Create(folder, RecordedWorld.Of(spec, options, worlds));
        _ = EpisodeRecorder.Record(writer, worlds, policy, rider, rides, seed);
    }

    private DecisionTransformerTask Train(ConditioningOptions? conditioning, double share = 1, SequenceModel sequence = SequenceModel.Transformer)
    {
        var options = new RideTrainingOptions { Conditioning = conditioning, BestShare = share, Model = new DecisionTransformerOptions { Sequence = sequence } };
        var task = DecisionTransformerTask.Create(Episodes, options, seed, conditioning is { Returns: ReturnTokens.Critic } ? advantages.Value : null);
        models.Add(task);
        using var trainer = Trainer.Create(task, RideTrainingOptions.TrainerDefaults with { Seed = seed }, TimeProvider.System);
        trainer.Train();
        return task;
    }

    /// <summary>In plain .NET, as the command rides; an LSTM in libtorch.</summary>
    private IPolicy Rider(DecisionTransformerTask task, double? target = null)
    {
        if (task.Model.Options.Sequence == SequenceModel.Lstm)
        {
            return new DecisionTransformerPolicy(task.Model, PolicyMode.Greedy, RandomStream.Create(seed, StreamPurpose.EvaluationPolicy), target ?? 0);
        }

        using var file = new MemoryStream();
        task.SaveModel().WriteTo(file);
        return Tandem.Inference.Trajectories.Rider.From(SafetensorsFile.FromBytes(file.ToArray(), "model"), "model").Policy(PolicyMode.Greedy, seed, target);
    }
}
