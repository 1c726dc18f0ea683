using System.Globalization;
using Tandem.Environments;
using Tandem.Inference;
using Tandem.Learning.Training;
using Tandem.Learning.Trajectories;

namespace Tandem.Benchmarks;

/// <summary>How large and how long the learners of a study are; one size for a world, the same for every learner in it.</summary>
/// <param name="Updates">Updates of each sequence model; IQL's policy, whose updates cost far less, makes four times as many.</param>
/// <param name="Width">The sequence models' width; a layer, two heads.</param>
/// <param name="Batch">Windows, or steps, in a batch.</param>
internal sealed record RideStudySize(int Updates, int Width, int Batch);

/// <summary>One set of recorded rides and the learners that are compared on it. Everything follows from the seed.</summary>
internal sealed class RideStudy : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tandem-study-");
    private readonly List<IDisposable> models = [];
    private readonly ulong seed;
    private readonly RideStudySize size;

    /// <summary>Records a data set.</summary>
    /// <param name="spec">The world.</param>
    /// <param name="options">Its options; null: its own.</param>
    /// <param name="rides">How many rides.</param>
    /// <param name="rider">The name of the one who rides: random, or one of the world's.</param>
    /// <param name="seed">What rides, first weights and batches follow from.</param>
    /// <param name="size">The learners' size.</param>
    public RideStudy(EnvironmentSpec spec, object? options, int rides, string rider, ulong seed, RideStudySize size)
    {
        (this.seed, this.size) = (seed, size);
        var worlds = spec.CreateVector(Math.Min(rides, 100), options);
        var recorded = RecordedWorld.Of(spec, options, worlds);
        var policy = rider == "random"
            ? new RandomPolicy(worlds.Actions, seed, StreamPurpose.Policy)
            : spec.CreateYardstick(rider, options, worlds.StepLimit, RandomStream.Create(seed, StreamPurpose.Policy));
        using (var writer = EpisodeWriter.Create(folder.FullName, recorded))
        {
            _ = EpisodeRecorder.Record(writer, worlds, policy, rider, rides, seed);
        }

        Episodes = EpisodeSet.Open(folder.FullName);
    }

    /// <summary>The rides.</summary>
    public EpisodeSet Episodes { get; }

    /// <summary>A critic's tokens, as are the default: a Decision Transformer that it taught; nobody names a target.</summary>
    public IPolicy Taught(SequenceModel sequence = SequenceModel.Transformer) => Rider(Train(new ConditioningOptions(), sequence: sequence), target: 0);

    /// <summary>The paper's form, to be asked for returns.</summary>
    public Func<double, IPolicy> Observed()
    {
        var model = Train(new ConditioningOptions { Returns = ReturnTokens.Observed });
        return target => Rider(model, target);
    }

    /// <summary>Cloning of a share of the rides, the best.</summary>
    public IPolicy Clone(double share) => Rider(Train(null, share), target: 0);

    /// <summary>Implicit Q-learning.</summary>
    /// <param name="form">What its critic is kept in.</param>
    public IPolicy Iql(CriticForm form = CriticForm.Auto) => Learning.Trajectories.Iql.Train(
        Episodes,
        new IqlOptions { Seed = seed, Updates = 4 * size.Updates, BatchSize = size.Batch, Critic = new CriticOptions { Form = form } }).Policy();

    public void Dispose()
    {
        models.ForEach(model => model.Dispose());
        Episodes.Dispose();
        folder.Delete(recursive: true);
    }

    /// <summary>A line of a table, with numbers as everywhere.</summary>
    public static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private DecisionTransformer Train(ConditioningOptions? conditioning, double share = 1, SequenceModel sequence = SequenceModel.Transformer)
    {
        var options = new RideTrainingOptions
        {
            Conditioning = conditioning,
            BestShare = share,
            BatchSize = size.Batch,
            ValidationShare = 0,
            Model = new DecisionTransformerOptions { Context = 1, Width = size.Width, Layers = 1, Sequence = sequence },
        };
        var task = DecisionTransformerTask.Create(Episodes, options, seed);
        models.Add(task);
        using var trainer = Trainer.Create(task, RideTrainingOptions.TrainerDefaults with { Seed = seed, Updates = size.Updates }, TimeProvider.System);
        trainer.Train();
        return task.Model;
    }

    private DecisionTransformerPolicy Rider(DecisionTransformer model, double target) =>
        new(model, PolicyMode.Greedy, RandomStream.Create(seed, StreamPurpose.EvaluationPolicy), target);
}
